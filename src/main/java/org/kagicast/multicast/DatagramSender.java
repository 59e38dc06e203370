package org.kagicast.multicast;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.HostPort;
import org.kagicast.model.message.CodedMessage;
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
public final class DatagramSender implements PacketSender {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramSender.class);

    private final Loop loop;
    private final InetSocketAddress recipient;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final AtomicLong refused = new AtomicLong();
    private volatile Optional<String> lastRefusal = Optional.empty();
    private final int sendBufferSize;
    private volatile DatagramChannel channel;
    private volatile boolean isClosed;
    private volatile @Nullable Following following;
    private DatagramWriter writer;

    /// @param longestSegment bytes of the longest datagram that may go in batches; 0 to send datagram by datagram
    DatagramSender(DatagramChannel channel, Loop loop, InetSocketAddress recipient, int sendBufferSize,
            int longestSegment) {
        this.channel = channel;
        this.sendBufferSize = sendBufferSize;
        this.loop = loop;
        this.recipient = recipient;
        this.writer = writer(channel, recipient, longestSegment);
    }

    private DatagramWriter writer(DatagramChannel on, InetSocketAddress to, int longestSegment) {
        DatagramWriter made;
        if (longestSegment > 0) {
            GsoWriter batches = new GsoWriter(on, to, longestSegment, this::refuse);
            on.pipeline().addLast(new Reactions(batches::batchFailed));
            made = batches;
        } else {
            made = new SingleDatagramWriter(on, to, this::refuse);
            on.pipeline().addLast(new Reactions(cause -> refuse(1, cause)));
        }
        on.closeFuture().addListener(closed -> made.close());
        return made;
    }

    /// What keeps the interface of a multicast group from sending, in one sentence; empty while it is there. Safe from any
    /// thread.
    @Override
    public Optional<CodedMessage> trouble() {
        Following now = following;
        return now == null ? Optional.empty() : now.socket.trouble();
    }

    /// Has the socket made anew when its interface was. Safe from any thread.
    void follow(InterfaceWatch watch, InterfaceSocket socket) {
        following = new Following(watch, socket);
        watch.add(socket);
    }

    /// Takes another socket in the place of the one that it has, on the loop, between two datagrams. The former one is
    /// flushed; what the system does not take from it at once is lost. Safe from any thread.
    ///
    /// @param to the recipient as seen from the interface as it is now
    void replace(DatagramChannel next, InetSocketAddress to, int longestSegment) {
        loop.executeUnlessEnded(() -> {
            if (isClosed) {
                loop.close(next);
                return;
            }
            DatagramChannel former = channel;
            writer.flush();
            writer.close();
            channel = next;
            writer = writer(next, to, longestSegment);
            lastRefusal = Optional.empty();
            loop.close(former);
            if (isClosed) {
                // Meanwhile, and perhaps only the former one.
                loop.close(next);
            }
            wakeIfWritable();
        });
    }

    private record Following(InterfaceWatch watch, InterfaceSocket socket) {}

    /// The thread that this sender belongs to. Safe from any thread.
    public Loop loop() {
        return loop;
    }

    /// Room for one datagram: the `size` bytes from the buffer's position to its limit. What was reserved before and not
    /// committed is given up.
    @Override
    public ByteBuffer reserve(int size) {
        loop.requireCurrent();
        return writer.reserve(size);
    }

    /// Sends, with the next flush, what was written to the reserved room: the bytes before its position. The room must
    /// not be touched any more. An empty datagram counts as refused.
    @Override
    public void commit() {
        loop.requireCurrent();
        writer.commit();
    }

    /// Sends, with the next flush, a copy of the bytes between position and limit, and moves the position there.
    public void send(ByteBuffer datagram) {
        reserve(datagram.remaining()).put(datagram);
        commit();
    }

    /// Hands what was committed to the system, many datagrams per system call where it can do so.
    @Override
    public void flush() {
        loop.requireCurrent();
        writer.flush();
    }

    /// Like [#flush], but for datagrams that a batch in the making is still to be filled up with: for a source that has
    /// more at hand.
    @Override
    public void flushFull() {
        loop.requireCurrent();
        writer.flushFull();
    }

    /// Whether more may be sent now. What is not flushed counts too. Safe from any thread.
    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    /// Runs `work` once on the loop, later, when the sender is or becomes writable; never after it was closed.
    @Override
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
    @Override
    public long refused() {
        return refused.get();
    }

    /// The system's reason for the latest refusal; empty if there was none since the socket was made. Safe from any thread.
    @Override
    public Optional<String> lastRefusal() {
        return lastRefusal;
    }

    /// Flushes, then closes the socket. What the system does not take at once is dropped. Safe from any thread.
    @Override
    public void close() {
        isClosed = true;
        Following now = following;
        if (now != null) {
            now.watch.remove(now.socket);
        }
        if (!channel.isOpen()) {
            return;
        }
        if (loop.isCurrent()) {
            writer.flush();
        } else {
            loop.executeUnlessEnded(() -> writer.flush());
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
        String reason = Sockets.reason(cause);
        if (lastRefusal.isEmpty()) {
            LOG.warn("A datagram to {} was refused: {}; further ones are only counted",
                    new HostPort(recipient.getAddress().getHostAddress(), recipient.getPort()), reason);
        }
        lastRefusal = Optional.of(reason);
        refused.addAndGet(datagrams);
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
