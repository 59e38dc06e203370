package org.kagicast.multicast;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The plain way out, which every system has: each datagram in memory of its own. Netty still hands many of them to
/// Linux with one system call.
final class SingleDatagramWriter implements DatagramWriter {

    private final DatagramChannel channel;
    private final InetSocketAddress recipient;
    private final Refusals refusals;
    private final ChannelFutureListener outcome = this::written;
    private @Nullable ByteBuf bytes;
    private ByteBuffer room = ByteBuffer.allocate(0);

    SingleDatagramWriter(DatagramChannel channel, InetSocketAddress recipient, Refusals refusals) {
        this.channel = channel;
        this.recipient = recipient;
        this.refusals = refusals;
    }

    @Override
    public ByteBuffer reserve(int size) {
        close();
        ByteBuf made = channel.alloc().directBuffer(size, size);
        bytes = made;
        room = made.nioBuffer(0, size);
        return room;
    }

    /// An empty datagram is refused: Netty would lose count of those around it.
    @Override
    public void commit() {
        ByteBuf written = bytes;
        if (written == null) {
            throw new IllegalStateException("Nothing is reserved.");
        }
        bytes = null;
        if (room.position() > 0) {
            write(written.writerIndex(room.position()));
        } else {
            written.release();
            refusals.refused(1, new IOException("it is empty"));
        }
    }

    /// Sends a copy of these bytes.
    void send(ByteBuf memory, int from, int length) {
        write(channel.alloc().directBuffer(length, length).writeBytes(memory, from, length));
    }

    @Override
    public void flushFull() {
        channel.flush();
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void close() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }

    private void write(ByteBuf datagram) {
        channel.write(new DatagramPacket(datagram, recipient)).addListener(outcome);
    }

    private void written(ChannelFuture done) {
        Throwable cause = done.cause();
        if (cause != null) {
            refusals.refused(1, cause);
        }
    }
}
