package org.kagicast.multicast;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open socket that hands each datagram to its [DatagramHandler], on its loop. Opened by [MulticastTransport].
/// Every method is safe from any thread.
public final class DatagramReceiver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramReceiver.class);

    private final DatagramChannel channel;
    private final Loop loop;
    private final int receiveBufferSize;

    DatagramReceiver(DatagramChannel channel, Loop loop, int receiveBufferSize) {
        this.channel = channel;
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
        return channel.isOpen();
    }

    void whenClosed(Runnable work) {
        channel.closeFuture().addListener(closed -> work.run());
    }

    /// Leaves the group and closes the socket. When this returns, or at once if called on the loop, the handler is
    /// called no more.
    @Override
    public void close() {
        loop.close(channel);
    }

    /// The end of Netty's pipeline. State: the loop's.
    static final class Delivery extends ChannelInboundHandlerAdapter {

        private final DatagramHandler handler;
        private final ReceiveRoom room;
        private boolean inBatch;
        private boolean faulty;

        Delivery(DatagramHandler handler, ReceiveRoom room) {
            this.handler = handler;
            this.room = room;
        }

        ReceiveRoom room() {
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
                if (Loop.isOpen(context.channel())) {
                    inBatch = true;
                    handler.onDatagram(room.view(content));
                }
            } finally {
                content.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (inBatch && Loop.isOpen(context.channel())) {
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
