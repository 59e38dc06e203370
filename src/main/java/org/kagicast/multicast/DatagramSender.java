package org.kagicast.multicast;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.HostPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open socket that sends datagrams to one address. Opened by [MulticastTransport].
///
/// A datagram is built where it will be sent from: [#reserve], write, [#commit]; and [#flush] when no more are at hand.
/// A fast source asks [#isWritable] before each one and otherwise waits for [#whenWritable], so that datagrams under
/// way never fill the memory. What does not say otherwise belongs to the sender's loop alone.
///
/// The network may lose a datagram without a word. One that the system itself refuses (too long, no route, forbidden by
/// a firewall) is counted, and the next one is tried all the same.
public final class DatagramSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramSender.class);

    private final DatagramChannel channel;
    private final Loop loop;
    private final InetSocketAddress recipient;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final AtomicLong refused = new AtomicLong();
    private volatile String lastRefusal = "";
    private @Nullable Reservation reservation;

    DatagramSender(DatagramChannel channel, Loop loop, InetSocketAddress recipient) {
        this.channel = channel;
        this.loop = loop;
        this.recipient = recipient;
        channel.pipeline().addLast(new Reactions());
        channel.closeFuture().addListener(closed -> giveUpReservation());
    }

    /// The thread that this sender belongs to. Safe from any thread.
    public Loop loop() {
        return loop;
    }

    /// Room for one datagram, from position 0 to a limit of `size` bytes. What was reserved before and not committed is
    /// given up.
    public ByteBuffer reserve(int size) {
        loop.requireCurrent();
        giveUpReservation();
        ByteBuf bytes = channel.alloc().directBuffer(size, size);
        Reservation made = new Reservation(bytes, bytes.nioBuffer(0, size));
        reservation = made;
        return made.room();
    }

    /// Sends, with the next flush, what was written to the reserved room: the bytes before its position. The room must
    /// not be touched any more. An empty datagram counts as refused.
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise tells failures to Reactions
    public void commit() {
        loop.requireCurrent();
        Reservation written = reservation;
        if (written == null) {
            throw new IllegalStateException("Nothing is reserved.");
        }
        reservation = null;
        ByteBuf bytes = written.bytes().writerIndex(written.room().position());
        if (bytes.isReadable()) {
            channel.write(new DatagramPacket(bytes, recipient), channel.voidPromise());
        } else {
            // Netty would lose count of the datagrams around it.
            bytes.release();
            refuse("it is empty");
        }
    }

    /// Sends, with the next flush, a copy of the bytes between position and limit, and moves the position there.
    public void send(ByteBuffer datagram) {
        reserve(datagram.remaining()).put(datagram);
        commit();
    }

    /// Hands what was committed to the system, many datagrams per system call where it can do so.
    public void flush() {
        loop.requireCurrent();
        channel.flush();
    }

    /// Whether more may be sent now. What is not flushed counts too. Safe from any thread.
    public boolean isWritable() {
        return channel.isWritable();
    }

    /// Runs `work` once on the loop, later, when the sender is or becomes writable; never after it was closed.
    public void whenWritable(Runnable work) {
        loop.requireCurrent();
        waiting.add(work);
        wakeIfWritable();
    }

    /// How many datagrams the system refused. Safe from any thread.
    public long refused() {
        return refused.get();
    }

    /// The system's reason for the latest refusal, empty if there was none. Safe from any thread.
    public String lastRefusal() {
        return lastRefusal;
    }

    /// Flushes, then closes the socket. What the system does not take at once is dropped. Safe from any thread.
    @Override
    public void close() {
        if (channel.isOpen()) {
            channel.flush();
            loop.close(channel);
        }
    }

    /// Later, because writability changes in the middle of a flush, where the work had better not send.
    private void wakeIfWritable() {
        while (channel.isWritable() && !waiting.isEmpty()) {
            loop.execute(waiting.remove());
        }
    }

    private void refuse(String reason) {
        lastRefusal = reason;
        if (refused.incrementAndGet() == 1) {
            LOG.warn("A datagram to {} was refused: {}; further ones are only counted",
                    new HostPort(recipient.getAddress().getHostAddress(), recipient.getPort()), reason);
        }
    }

    private void giveUpReservation() {
        Reservation unused = reservation;
        if (unused != null) {
            reservation = null;
            unused.bytes().release();
        }
    }

    /// The bytes of a datagram in the making, and the caller's view of them.
    private record Reservation(ByteBuf bytes, ByteBuffer room) {}

    /// The end of Netty's pipeline. Datagrams are written without a promise of their own, so their failures come here.
    private final class Reactions extends ChannelInboundHandlerAdapter {

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            wakeIfWritable();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof ClosedChannelException)) {
                refuse(Sockets.reason(cause));
            }
        }
    }
}
