package org.kagicast.multicast;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.StandardSocketOptions;
import java.util.Locale;

/// The two ways in which a transport can use the system's sockets, and what differs between them.
public enum Io {

    /// Linux: many datagrams per system call.
    EPOLL {
        @Override
        public boolean isAvailable() {
            return Epoll.isAvailable();
        }

        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        DatagramChannel channel(SocketProtocolFamily family) {
            return new EpollDatagramChannel(family);
        }

        // Netty's own TTL option sets that of unicast here, so the system's are used.
        @Override
        void multicastOut(Bootstrap bootstrap, SocketProtocolFamily family, int ttl) {
            bootstrap.option(ChannelOption.IP_MULTICAST_LOOP_DISABLED, false)
                    .option(family == SocketProtocolFamily.INET ? MULTICAST_TTL : MULTICAST_HOPS, ttl);
        }

        // Linux states twice what it granted.
        @Override
        int receiveBufferSize(DatagramChannel channel) {
            return channel.config().getReceiveBufferSize() / 2;
        }

        @Override
        void datagramsIn(Bootstrap bootstrap) {
            bootstrap.option(EpollChannelOption.IP_MULTICAST_ALL, false)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_DATAGRAM)
                    .option(ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(READ_AT_ONCE * LARGEST_DATAGRAM)
                                    .maxMessagesPerRead(4 * READ_AT_ONCE));
        }
    },

    /// Everywhere, through the JDK, which itself switches `IP_MULTICAST_ALL` off.
    NIO {
        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        DatagramChannel channel(SocketProtocolFamily family) {
            return new NioDatagramChannel(family);
        }

        // Netty's own loopback option is inverted here, so the JDK's is used.
        @Override
        void multicastOut(Bootstrap bootstrap, SocketProtocolFamily family, int ttl) {
            bootstrap.option(NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_LOOP), true)
                    .option(NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_TTL), ttl);
        }

        // The JDK undoes the doubling.
        @Override
        int receiveBufferSize(DatagramChannel channel) {
            return channel.config().getReceiveBufferSize();
        }

        @Override
        void datagramsIn(Bootstrap bootstrap) {
            bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR,
                    new FixedRecvByteBufAllocator(LARGEST_DATAGRAM).maxMessagesPerRead(READ_AT_ONCE));
        }
    };

    /// No UDP datagram is larger, in bytes.
    static final int LARGEST_DATAGRAM = 65_535;

    private static final int READ_AT_ONCE = 16;

    /// `IPPROTO_IP` and `IP_MULTICAST_TTL`, `IPPROTO_IPV6` and `IPV6_MULTICAST_HOPS` of Linux's `in.h` and `in6.h`.
    private static final ChannelOption<Integer> MULTICAST_TTL = new IntegerUnixChannelOption("MULTICAST_TTL", 0, 33);
    private static final ChannelOption<Integer> MULTICAST_HOPS = new IntegerUnixChannelOption("MULTICAST_HOPS", 41, 18);

    /// Epoll where there is, NIO elsewhere.
    public static Io best() {
        return EPOLL.isAvailable() ? EPOLL : NIO;
    }

    public abstract boolean isAvailable();

    abstract IoHandlerFactory handlers();

    abstract DatagramChannel channel(SocketProtocolFamily family);

    /// Datagrams reach receivers on this machine too, and die after `ttl` hops.
    abstract void multicastOut(Bootstrap bootstrap, SocketProtocolFamily family, int ttl);

    /// Whole datagrams are read, many at once, and only those of groups that the socket itself joined.
    abstract void datagramsIn(Bootstrap bootstrap);

    /// What the system granted, in bytes.
    abstract int receiveBufferSize(DatagramChannel channel);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
