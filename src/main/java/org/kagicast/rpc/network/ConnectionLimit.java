package org.kagicast.rpc.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.util.concurrent.atomic.AtomicInteger;

/// Closes connections beyond a number as soon as they are accepted, before TLS does any work for them. Safe for use by
/// several threads.
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int most) {
        this.most = most;
    }

    /// Server channels that keep to the limit.
    <C extends ServerChannel> ChannelFactory<C> before(ChannelFactory<C> channels) {
        return () -> {
            C channel = channels.newChannel();
            channel.pipeline().addFirst(this);
            return channel;
        };
    }

    /// What a server channel reads is accepted connections.
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            connection.unsafe().closeForcibly();
            return;
        }
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        context.fireChannelRead(accepted);
    }
}
