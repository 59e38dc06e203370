package org.kagicast.rpc.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The event loops of one server, on Linux with epoll. Safe for use by several threads.
public final class ServerLoops implements AutoCloseable {

    private static final long MOST_MILLIS_TO_END = 2_000;

    private final EventLoopGroup accepting = group(1, "kagicast-accept");
    private final EventLoopGroup serving = group(Runtime.getRuntime().availableProcessors(), "kagicast-serve");

    public EventLoopGroup accepting() {
        return accepting;
    }

    public EventLoopGroup serving() {
        return serving;
    }

    public ChannelFactory<? extends ServerChannel> channels() {
        return Epoll.isAvailable() ? EpollServerSocketChannel::new : NioServerSocketChannel::new;
    }

    /// For connecting to others on the same loops.
    public ChannelFactory<? extends Channel> connections() {
        return Epoll.isAvailable() ? EpollSocketChannel::new : NioSocketChannel::new;
    }

    private static EventLoopGroup group(int threads, String name) {
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), io);
    }

    /// Twice is harmless.
    @Override
    public void close() {
        var _ = accepting.shutdownGracefully(0, MOST_MILLIS_TO_END, TimeUnit.MILLISECONDS);
        var _ = serving.shutdownGracefully(0, MOST_MILLIS_TO_END, TimeUnit.MILLISECONDS);
    }
}
