package org.kagicast.multicast;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
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
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The ways in which a transport can use the system's sockets, the best one first, and what differs between them.
public enum IoBackend {

    /// Linux from version 5: many datagrams go through the system as one (`UDP_SEGMENT` and `UDP_GRO`). See
    /// [GsoWriter] for the way out. On the way in Netty cuts up what came as one; a segment is what the sender made
    /// one datagram of.
    SEGMENTS {
        @Override
        public boolean isAvailable() {
            return Epoll.isAvailable() && EpollDatagramChannel.isSegmentedDatagramPacketSupported() && takesGro();
        }

        @Override
        IoHandlerFactory handlers() {
            return EPOLL.handlers();
        }

        @Override
        DatagramChannel channel(SocketProtocolFamily family) {
            return EPOLL.channel(family);
        }

        @Override
        void multicastOut(Bootstrap bootstrap, SocketProtocolFamily family, int ttl) {
            EPOLL.multicastOut(bootstrap, family, ttl);
        }

        @Override
        void enlargeReceiveBuffer(DatagramChannel channel, int bytes) {
            EPOLL.enlargeReceiveBuffer(channel, bytes);
        }

        @Override
        int receiveBufferSize(DatagramChannel channel) {
            return EPOLL.receiveBufferSize(channel);
        }

        @Override
        int sendBufferSize(DatagramChannel channel) {
            return EPOLL.sendBufferSize(channel);
        }

        @Override
        void datagramsIn(Bootstrap bootstrap) {
            EPOLL.datagramsIn(bootstrap);
            bootstrap.option(EpollChannelOption.UDP_GRO, true);
        }

        @Override
        void hearOnly(DatagramChannel channel, int interfaceIndex) {
            EPOLL.hearOnly(channel, interfaceIndex);
        }

        // Netty loses the limits between datagrams when it reads more than one message
        // at once.
        @Override
        ReceiveBuffers receiveRoom() {
            return new ReceiveBuffers(LARGEST_DATAGRAM, MOST_IN_A_ROW);
        }

        private boolean takesGro() {
            EpollDatagramChannel trial = new EpollDatagramChannel(SocketProtocolFamily.INET);
            try {
                return trial.config().setOption(EpollChannelOption.UDP_GRO, true);
            } catch (ChannelException unknownToTheKernel) {
                return false;
            } finally {
                trial.unsafe().closeForcibly();
            }
        }

        @Override
        public String toString() {
            return "epoll with segments";
        }
    },

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

        // A privileged process need not keep to net.core.rmem_max.
        @Override
        void enlargeReceiveBuffer(DatagramChannel channel, int bytes) {
            if (channel.config().getReceiveBufferSize() / 2 < bytes) {
                try {
                    channel.config().setOption(RECEIVE_BUFFER_FORCED, bytes);
                } catch (ChannelException notPrivileged) {
                    // What the system grants everybody must do.
                }
            }
        }

        // Linux states twice what it granted.
        @Override
        int receiveBufferSize(DatagramChannel channel) {
            return channel.config().getReceiveBufferSize() / 2;
        }

        @Override
        int sendBufferSize(DatagramChannel channel) {
            return channel.config().getSendBufferSize() / 2;
        }

        @Override
        void datagramsIn(Bootstrap bootstrap) {
            bootstrap.option(EpollChannelOption.IP_MULTICAST_ALL, false)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_DATAGRAM);
        }

        // For IPv6 membership alone says nothing of the interface: what any program on
        // the machine has joined on another one would come in too.
        @Override
        void hearOnly(DatagramChannel channel, int interfaceIndex) {
            try {
                channel.config().setOption(BOUND_INTERFACE, interfaceIndex);
                channel.config().setOption(MULTICAST_ALL_6, 0);
            } catch (ChannelException olderThanLinux5) {
                // Nothing is to be had there.
            }
        }

        @Override
        ReceiveBuffers receiveRoom() {
            return new ReceiveBuffers(READ_AT_ONCE * LARGEST_DATAGRAM, 4 * READ_AT_ONCE);
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

        @Override
        void enlargeReceiveBuffer(DatagramChannel channel, int bytes) {
            // The JDK does not know how.
        }

        // The JDK undoes the doubling.
        @Override
        int receiveBufferSize(DatagramChannel channel) {
            return channel.config().getReceiveBufferSize();
        }

        @Override
        int sendBufferSize(DatagramChannel channel) {
            return channel.config().getSendBufferSize();
        }

        @Override
        void datagramsIn(Bootstrap bootstrap) {
            // Nothing to ask for.
        }

        @Override
        void hearOnly(DatagramChannel channel, int interfaceIndex) {
            // The JDK does not know how.
        }

        @Override
        ReceiveBuffers receiveRoom() {
            return new ReceiveBuffers(LARGEST_DATAGRAM, READ_AT_ONCE);
        }
    };

    /// No UDP datagram is larger, in bytes.
    static final int LARGEST_DATAGRAM = 65_535;

    private static final int READ_AT_ONCE = 16;
    private static final int MOST_IN_A_ROW = 256;

    /// `IPPROTO_IP` and `IP_MULTICAST_TTL`, `IPPROTO_IPV6` and `IPV6_MULTICAST_HOPS` of Linux's `in.h` and `in6.h`.
    private static final ChannelOption<Integer> MULTICAST_TTL = new IntegerUnixChannelOption("MULTICAST_TTL", 0, 33);
    private static final ChannelOption<Integer> MULTICAST_HOPS = new IntegerUnixChannelOption("MULTICAST_HOPS", 41, 18);

    /// `SOL_SOCKET` and `SO_RCVBUFFORCE` of Linux's `socket.h`.
    private static final ChannelOption<Integer> RECEIVE_BUFFER_FORCED = new IntegerUnixChannelOption(
            "RECEIVE_BUFFER_FORCED", 1, 33);

    /// `SO_BINDTOIFINDEX` of Linux's `socket.h`, and `IPV6_MULTICAST_ALL` of its `in6.h`.
    private static final ChannelOption<Integer> BOUND_INTERFACE = new IntegerUnixChannelOption("BOUND_INTERFACE", 1,
            62);
    private static final ChannelOption<Integer> MULTICAST_ALL_6 = new IntegerUnixChannelOption("MULTICAST_ALL_6", 41,
            29);

    /// The best one that this system has.
    public static IoBackend best() {
        return best(IoBackend::isAvailable);
    }

    static IoBackend best(Predicate<IoBackend> isAvailable) {
        return Stream.of(values()).filter(isAvailable).findFirst().orElse(NIO);
    }

    public abstract boolean isAvailable();

    abstract IoHandlerFactory handlers();

    abstract DatagramChannel channel(SocketProtocolFamily family);

    /// Datagrams reach receivers on this machine too, and die after `ttl` hops.
    abstract void multicastOut(Bootstrap bootstrap, SocketProtocolFamily family, int ttl);

    /// Only datagrams of groups that the socket itself joined come in.
    abstract void datagramsIn(Bootstrap bootstrap);

    /// Lets a receiver over IPv6 that is not bound yet have what comes through that interface alone.
    abstract void hearOnly(DatagramChannel channel, int interfaceIndex);

    /// What one receiver reads into: whole datagrams, many at once.
    abstract ReceiveBuffers receiveRoom();

    /// Tries to get so many bytes for the receive buffer where the system granted less.
    abstract void enlargeReceiveBuffer(DatagramChannel channel, int bytes);

    /// What the system granted, in bytes.
    abstract int receiveBufferSize(DatagramChannel channel);

    /// What the system granted, in bytes.
    abstract int sendBufferSize(DatagramChannel channel);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
