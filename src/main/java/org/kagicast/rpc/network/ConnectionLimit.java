package org.kagicast.rpc.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;

/// Closes connections that get no place as soon as they are accepted, before TLS does any work for them. Safe for use by
/// several threads.
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

    private final OpenConnections open;

    ConnectionLimit(OpenConnections open) {
        this.open = open;
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
        if (open.admit(connection)) {
            context.fireChannelRead(accepted);
        } else {
            connection.unsafe().closeForcibly();
        }
    }
}
