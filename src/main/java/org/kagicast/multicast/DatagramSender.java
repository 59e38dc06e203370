package org.kagicast.multicast;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
    private final Outbox outbox;
    private final int sendBufferSize;

    /// Sends datagram by datagram.
    DatagramSender(DatagramChannel channel, Loop loop, InetSocketAddress recipient, int sendBufferSize) {
        this.channel = channel;
        this.sendBufferSize = sendBufferSize;
        this.loop = loop;
        this.recipient = recipient;
        this.outbox = new SingleOutbox(channel, recipient, this::refuse);
        prepare(cause -> refuse(1, cause));
    }

    /// Sends in batches, where datagrams are no longer than `longestSegment` bytes.
    DatagramSender(DatagramChannel channel, Loop loop, InetSocketAddress recipient, int sendBufferSize,
            int longestSegment) {
        this.channel = channel;
        this.sendBufferSize = sendBufferSize;
        this.loop = loop;
        this.recipient = recipient;
        SegmentOutbox batches = new SegmentOutbox(channel, recipient, longestSegment, this::refuse);
        this.outbox = batches;
        prepare(batches::batchFailed);
    }

    private void prepare(Consumer<Throwable> onFailure) {
        channel.pipeline().addLast(new Reactions(onFailure));
        channel.closeFuture().addListener(closed -> outbox.close());
    }

    /// The thread that this sender belongs to. Safe from any thread.
    public Loop loop() {
        return loop;
    }

    /// Room for one datagram: the `size` bytes from the buffer's position to its limit. What was reserved before and not
    /// committed is given up.
    public ByteBuffer reserve(int size) {
        loop.requireCurrent();
        return outbox.reserve(size);
    }

    /// Sends, with the next flush, what was written to the reserved room: the bytes before its position. The room must
    /// not be touched any more. An empty datagram counts as refused.
    public void commit() {
        loop.requireCurrent();
        outbox.commit();
    }

    /// Sends, with the next flush, a copy of the bytes between position and limit, and moves the position there.
    public void send(ByteBuffer datagram) {
        reserve(datagram.remaining()).put(datagram);
        commit();
    }

    /// Hands what was committed to the system, many datagrams per system call where it can do so.
    public void flush() {
        loop.requireCurrent();
        outbox.flush();
    }

    /// Like [#flush], but for datagrams that a batch in the making is still to be filled up with: for a source that has
    /// more at hand.
    public void flushFull() {
        loop.requireCurrent();
        outbox.flushFull();
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

    /// The send buffer that the system granted, in bytes; 1 MiB is asked for. Safe from any thread.
    public int sendBufferSize() {
        return sendBufferSize;
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
        if (!channel.isOpen()) {
            return;
        }
        if (loop.isCurrent()) {
            outbox.flush();
        } else {
            loop.executeUnlessEnded(outbox::flush);
        }
        loop.close(channel);
    }

    /// Later, because writability changes in the middle of a flush, where the work had better not send.
    private void wakeIfWritable() {
        while (channel.isWritable() && !waiting.isEmpty()) {
            loop.execute(waiting.remove());
        }
    }

    private void refuse(int datagrams, Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            return;
        }
        lastRefusal = Sockets.reason(cause);
        if (refused.getAndAdd(datagrams) == 0) {
            LOG.warn("A datagram to {} was refused: {}; further ones are only counted",
                    new HostPort(recipient.getAddress().getHostAddress(), recipient.getPort()), lastRefusal);
        }
    }

    /// The end of Netty's pipeline. Batches are written without a promise of their own, so their failures come here.
    private final class Reactions extends ChannelInboundHandlerAdapter {

        private final Consumer<Throwable> onFailure;

        Reactions(Consumer<Throwable> onFailure) {
            this.onFailure = onFailure;
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            wakeIfWritable();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            onFailure.accept(cause);
        }
    }
}
