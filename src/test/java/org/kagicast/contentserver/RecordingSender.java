package org.kagicast.contentserver;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.multicast.PacketSender;
import org.kagicast.time.Time;

/// Keeps what would have gone to the network, with the time of each packet, and can stop taking more.
final class RecordingSender implements PacketSender {

    record Sent(long nanos, byte[] packet) {}

    private final Executor loop;
    private final Time time;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private ByteBuffer room = ByteBuffer.allocate(0);
    private long capacity = Long.MAX_VALUE;
    private long refused;
    private long forgotten;
    private Optional<String> trouble = Optional.empty();
    private boolean closed;

    RecordingSender(Executor loop, Time time) {
        this.loop = loop;
        this.time = time;
    }

    List<Sent> sent() {
        return sent;
    }

    /// What is wrong with the interface from now on. If nothing is any more, it has a new socket.
    void trouble(Optional<String> sentence) {
        trouble = sentence;
        forgotten = refused;
    }

    /// The system refuses one packet.
    void refuse() {
        refused++;
    }

    boolean isClosed() {
        return closed;
    }

    /// Takes so many more packets, and then no more until told again.
    void take(long packets) {
        capacity = packets;
        if (packets > 0) {
            List<Runnable> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(loop::execute);
        }
    }

    @Override
    public ByteBuffer reserve(int size) {
        room = ByteBuffer.allocate(size);
        return room;
    }

    @Override
    public void commit() {
        capacity--;
        sent.add(new Sent(time.nanos(), room.array()));
    }

    @Override
    public void flush() {
        // Nothing lingers here.
    }

    @Override
    public void flushFull() {
        // Nor here.
    }

    @Override
    public boolean isWritable() {
        return capacity > 0;
    }

    @Override
    public void whenWritable(Runnable work) {
        if (isWritable()) {
            loop.execute(work);
        } else {
            waiting.add(work);
        }
    }

    @Override
    public Optional<CodedMessage> trouble() {
        return trouble.map(CodedMessage::plain);
    }

    @Override
    public long refused() {
        return refused;
    }

    @Override
    public Optional<String> lastRefusal() {
        return Optional.of("Network is unreachable").filter(_ -> refused > forgotten);
    }

    @Override
    public void close() {
        closed = true;
    }
}
