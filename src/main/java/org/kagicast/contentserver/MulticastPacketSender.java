package org.kagicast.contentserver;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.kagicast.multicast.DatagramSender;

/// Sends packets to a stream's multicast group.
record MulticastPacketSender(DatagramSender sender) implements PacketSender {

    @Override
    public Executor loop() {
        return sender.loop();
    }

    @Override
    public ByteBuffer reserve(int size) {
        return sender.reserve(size);
    }

    @Override
    public void commit() {
        sender.commit();
    }

    @Override
    public void flush() {
        sender.flush();
    }

    @Override
    public void flushFull() {
        sender.flushFull();
    }

    @Override
    public boolean isWritable() {
        return sender.isWritable();
    }

    @Override
    public void whenWritable(Runnable work) {
        sender.whenWritable(work);
    }

    @Override
    public Optional<String> trouble() {
        return sender.trouble();
    }

    @Override
    public long refused() {
        return sender.refused();
    }

    @Override
    public Optional<String> lastRefusal() {
        return sender.lastRefusal();
    }

    @Override
    public void close() {
        sender.close();
    }
}
