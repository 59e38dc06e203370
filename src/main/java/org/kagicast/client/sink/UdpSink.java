package org.kagicast.client.sink;

import java.nio.ByteBuffer;

import org.kagicast.multicast.DatagramSender;

/// Sends each payload as a datagram of its own. A datagram that the system or the receiver does not want is dropped, as
/// UDP does.
public final class UdpSink implements Sink {

    private final DatagramSender sender;

    /// @param sender on the client's loop; closed with this sink
    public UdpSink(DatagramSender sender) {
        this.sender = sender;
    }

    @Override
    public void data(ByteBuffer payload) {
        if (sender.isWritable() && payload.hasRemaining()) {
            sender.send(payload.duplicate());
        }
    }

    @Override
    public void batchEnd() {
        sender.flush();
    }

    @Override
    public void close() {
        sender.close();
    }
}
