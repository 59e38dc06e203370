package org.kagicast.multicast;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.PromiseNotifier;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Dscp;

/// Opens Netty's channels, with the socket options that each kind needs. Every method waits for the system.
final class Sockets {

    /// What is asked for; the system may grant less.
    static final int RECEIVE_BUFFER = 16 << 20;

    private static final long CLOSING_SECONDS = 1;
    private static final int SEND_BUFFER = 1 << 20;
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(256 << 10, 1 << 20);
    private static final int IP_AND_UDP_HEADERS = 28;
    private static final int IPV6_AND_UDP_HEADERS = 48;
    private static final int EADDRINUSE = -98;
    private static final int FIRST_FREE_FOR_ALL = 1024;
    private static final boolean WINDOWS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("win");

    private final IoBackend io;
    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

    Sockets(IoBackend io) {
        this.io = io;
    }

    /// Not connected to its peer, because a connected one would report that nobody listens there, and lose a datagram
    /// in doing so.
    DatagramChannel sender(InetAddress destination, Loop loop) throws IOException {
        return bound(sending(destination, loop), anyPort(destination));
    }

    /// @param from an address of the interface, null to leave it to the system
    DatagramChannel multicastSender(InetAddress group, NetworkInterface networkInterface, @Nullable InetAddress from,
            int ttl, Dscp dscp, Loop loop) throws IOException {
        Bootstrap bootstrap = sending(group, loop).option(ChannelOption.IP_MULTICAST_IF, networkInterface);
        if (!dscp.equals(Dscp.DEFAULT)) {
            bootstrap.option(ChannelOption.IP_TOS, dscp.trafficClass());
        }
        io.multicastOut(bootstrap, family(group), ttl);
        return bound(bootstrap, from == null ? anyPort(group) : new InetSocketAddress(from, 0));
    }

    DatagramChannel receiver(InetSocketAddress local, Loop loop, DatagramReceiver.Delivery handler) throws IOException {
        return bound(receiving(local.getAddress(), loop, handler, Sockets::asItIs), local);
    }

    /// Shares its port with other receivers of the group, each of which gets every datagram. (`SO_REUSEPORT` could
    /// hand each one a part of them.) Bound to the group, except on Windows, which does not know that, but hands a
    /// socket only what it joined.
    ///
    /// @param source who sends to a source-specific group, null for an any-source one (RFC 4607)
    DatagramChannel multicastReceiver(InetSocketAddress group, @Nullable InetAddress source,
            NetworkInterface networkInterface, Loop loop, DatagramReceiver.Delivery handler) throws IOException {
        Bootstrap bootstrap = receiving(group.getAddress(), loop, handler, unbound -> {
            if (group.getAddress() instanceof Inet6Address) {
                io.hearOnly(unbound, networkInterface.getIndex());
            }
        }).option(ChannelOption.SO_REUSEADDR, true);
        InetSocketAddress local = WINDOWS ? new InetSocketAddress(group.getPort()) : scoped(group, networkInterface);
        DatagramChannel channel = bound(bootstrap, local);
        try {
            await(onLoop(channel, () -> source == null
                    ? channel.joinGroup(group, networkInterface)
                    : channel.joinGroup(group.getAddress(), networkInterface, source)));
            return channel;
        } catch (IOException refused) {
            loop.close(channel);
            throw refused;
        }
    }

    /// Closes what is open now, and at once what is opened later.
    void close() {
        open.close().awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    /// Whether another program holds the port. The JDK has one exception for all that is wrong with an address, and no
    /// more than a text, in the language of the system, to tell one fault from another.
    static boolean isInUse(IOException fault, InetSocketAddress local) {
        if (fault instanceof NativeIoException known) {
            return known.expectedErr() == EADDRINUSE;
        }
        return fault instanceof BindException && local.getPort() >= FIRST_FREE_FOR_ALL
                && (local.getAddress().isMulticastAddress() || isOfThisMachine(local.getAddress()));
    }

    /// Bytes of the longest datagram that this interface carries in one piece.
    static int longestUnfragmented(NetworkInterface networkInterface, InetAddress group) throws SocketException {
        return networkInterface.getMTU() - (group instanceof Inet6Address ? IPV6_AND_UDP_HEADERS : IP_AND_UDP_HEADERS);
    }

    /// The system's own words for a fault.
    static String reason(Throwable fault) {
        String message = String.valueOf(fault.getMessage());
        return fault instanceof NativeIoException ? message.substring(message.indexOf(": ") + 2) : message;
    }

    /// The address with the interface in it, which IPv6 needs for groups that exist once per network.
    static InetSocketAddress scoped(InetSocketAddress address, NetworkInterface networkInterface) {
        if (!(address.getAddress() instanceof Inet6Address ipv6)) {
            return address;
        }
        try {
            return new InetSocketAddress(
                    Inet6Address.getByAddress(null, ipv6.getAddress(), networkInterface.getIndex()), address.getPort());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isAnyLocalAddress() || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }

    /// The sender adds its handler itself; until then the pipeline needs one that does nothing.
    private Bootstrap sending(InetAddress destination, Loop loop) {
        return on(loop, destination, Sockets::asItIs).handler(new ChannelInboundHandlerAdapter())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT);
    }

    private Bootstrap receiving(InetAddress local, Loop loop, DatagramReceiver.Delivery handler,
            Consumer<DatagramChannel> unbound) {
        Bootstrap bootstrap = on(loop, local, unbound).handler(handler).option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .option(ChannelOption.RECVBUF_ALLOCATOR, handler.room());
        io.datagramsIn(bootstrap);
        return bootstrap;
    }

    /// @param unbound does to a new socket what must be done before it is bound
    private Bootstrap on(Loop loop, InetAddress address, Consumer<DatagramChannel> unbound) {
        return new Bootstrap().group(loop.eventLoop()).channelFactory(() -> {
            DatagramChannel channel = io.channel(family(address));
            unbound.accept(channel);
            return channel;
        });
    }

    private static void asItIs(DatagramChannel channel) {
        // Its options come with the bootstrap.
    }

    private DatagramChannel bound(Bootstrap bootstrap, InetSocketAddress local) throws IOException {
        Channel channel = await(bootstrap.bind(local));
        open.add(channel);
        return (DatagramChannel) channel;
    }

    /// What Netty hands to its loop by itself is not always heard of again: a join that the system refuses leaves epoll's
    /// with an exception that nobody expects there, and the future is never done.
    private static ChannelFuture onLoop(Channel channel, Supplier<ChannelFuture> work) {
        ChannelPromise done = channel.newPromise();
        channel.eventLoop().execute(() -> {
            try {
                var _ = PromiseNotifier.cascade(work.get(), done);
            } catch (RuntimeException refused) {
                done.tryFailure(refused);
            }
        });
        return done;
    }

    private static Channel await(ChannelFuture done) throws IOException {
        done.awaitUninterruptibly();
        if (done.isSuccess()) {
            return done.channel();
        }
        Throwable cause = done.cause() instanceof ChannelException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : done.cause();
        throw cause instanceof IOException fault ? fault : new IOException(cause.getMessage(), cause);
    }

    private static InetSocketAddress anyPort(InetAddress destination) {
        return new InetSocketAddress(InetAddress.ofLiteral(destination instanceof Inet6Address ? "::" : "0.0.0.0"), 0);
    }

    private static SocketProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }
}
