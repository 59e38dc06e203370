package org.kagicast.multicast;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.message.CodedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open socket that hands each datagram to its [DatagramHandler], on its loop. Opened by [MulticastTransport].
/// Every method is safe from any thread.
public final class DatagramReceiver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramReceiver.class);

    private final Loop loop;
    private final int receiveBufferSize;
    private final Gate gate;
    private volatile DatagramChannel channel;
    private volatile boolean isClosed;
    private volatile @Nullable Following following;

    /// @param gate before the handlers of this socket and of those that take its place
    DatagramReceiver(DatagramChannel channel, Gate gate, Loop loop, int receiveBufferSize) {
        this.channel = channel;
        this.gate = gate;
        this.loop = loop;
        this.receiveBufferSize = receiveBufferSize;
    }

    public Loop loop() {
        return loop;
    }

    /// Where the socket is bound: of a multicast receiver, its group, where the system can bind to one.
    public InetSocketAddress localAddress() {
        return channel.localAddress();
    }

    /// The receive buffer that the system granted, in bytes; 16 MiB are asked for.
    public int receiveBufferSize() {
        return receiveBufferSize;
    }

    public boolean isOpen() {
        return !isClosed && channel.isOpen();
    }

    /// What keeps the interface of a multicast group from receiving, in one sentence; empty while it is there.
    public Optional<CodedMessage> trouble() {
        Following now = following;
        return now == null ? Optional.empty() : now.socket.trouble();
    }

    /// Has the socket made anew when its interface was.
    void follow(InterfaceWatch watch, InterfaceSocket socket) {
        following = new Following(watch, socket);
        watch.add(socket);
    }

    /// Closes the socket that it has, and takes another one in its place, so that no datagram comes twice.
    void remake(Opening opening) throws IOException {
        loop.close(channel);
        if (!isClosed) {
            DatagramChannel next = opening.open();
            channel = next;
            if (isClosed) {
                loop.close(next);
            }
        }
    }

    /// Opens a socket; waits for the system.
    interface Opening {

        DatagramChannel open() throws IOException;
    }

    private record Following(InterfaceWatch watch, InterfaceSocket socket) {}

    void whenClosed(Runnable work) {
        channel.closeFuture().addListener(closed -> work.run());
    }

    /// Leaves the group and closes the socket. When this returns, or at once if called on the loop, the handler is
    /// called no more.
    @Override
    public void close() {
        isClosed = true;
        gate.shut();
        Following now = following;
        if (now != null) {
            now.watch.remove(now.socket);
            // Another socket may be about to take the place of the one that is closed here,
            // and be read from.
            loop.settle();
        }
        loop.close(channel);
    }

    /// Lets datagrams pass until it is shut. Safe from any thread.
    static final class Gate {

        private volatile boolean isShut;

        void shut() {
            isShut = true;
        }

        boolean lets(Channel from) {
            return !isShut && Loop.isOpen(from);
        }
    }

    /// The end of Netty's pipeline. State: the loop's.
    static final class Delivery extends ChannelInboundHandlerAdapter {

        private final DatagramHandler handler;
        private final ReceiveBuffers room;
        private final Gate gate;
        private boolean inBatch;
        private boolean faulty;

        Delivery(DatagramHandler handler, ReceiveBuffers room, Gate gate) {
            this.handler = handler;
            this.gate = gate;
            this.room = room;
        }

        ReceiveBuffers room() {
            return room;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            room.release();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf content = ((DatagramPacket) message).content();
            try {
                if (gate.lets(context.channel())) {
                    inBatch = true;
                    handler.onDatagram(room.view(content));
                }
            } finally {
                content.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (inBatch && gate.lets(context.channel())) {
                inBatch = false;
                handler.onBatchEnd();
            }
        }

        /// One datagram that cannot be read or handled must not stop those that follow, nor flood the log.
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!faulty && !(cause instanceof ClosedChannelException)) {
                faulty = true;
                LOG.error("A datagram could not be handled on {}; further such faults there are not logged",
                        context.channel(), cause);
            }
        }
    }
}
