package org.kagicast.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.model.Dscp;

/// These look at the socket itself, because from this machine a wrong TTL cannot be seen.
@DisplayName("The sockets of multicast senders")
class SocketsTest {

    private static final int TTL = 7;

    @ParameterizedTest
    @CsvSource({"EPOLL,239.1.1.1", "EPOLL,ff15::1", "NIO,239.1.1.1", "NIO,ff15::1"})
    @DisplayName("have the TTL, the DSCP and the interface that were asked for, and reach this machine too")
    void options(IoBackend io, String group) throws Exception {
        InetAddress address = InetAddress.ofLiteral(group);
        assumeTrue(io.isAvailable());
        assumeTrue(Loopback.lo().inetAddresses().anyMatch(own -> own.getClass() == address.getClass()));

        try (MulticastTransport transport = MulticastTransport.open(1, io)) {
            DatagramChannel channel = new Sockets(io).multicastSender(address, Loopback.lo(), null, TTL,
                    Dscp.parse("af41"), transport.loop());

            assertThat(ttl(io, channel, group)).isEqualTo(TTL);
            assertThat(channel.config().getNetworkInterface()).isEqualTo(Loopback.lo());
            assertThat(loopsBack(io, channel)).isTrue();
            assertThat(trafficClass(io, channel, group)).isEqualTo(34 << 2);
        }
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("of a receiver are given up when the system refuses the group, as it does when the interface goes in that moment")
    void joinRefused(IoBackend io) {
        assumeTrue(io.isAvailable());
        try (MulticastTransport transport = MulticastTransport.open(1, io)) {
            InetSocketAddress noGroup = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Loopback.port());

            assertTimeoutPreemptively(Duration.ofSeconds(20),
                    () -> assertThatIOException().isThrownBy(() -> new Sockets(io).multicastReceiver(noGroup, null,
                            Loopback.lo(), transport.loop(),
                            new DatagramReceiver.Delivery(new Inbox(), io.receiveRoom(),
                                    new DatagramReceiver.Gate()))));
        }
    }

    /// By the numbers of Linux's `in.h` and `in6.h`: here, Netty's option means unicast.
    private static int ttl(IoBackend io, DatagramChannel channel, String group) {
        ChannelOption<Integer> option = switch (io) {
            case SEGMENTS, EPOLL -> group.contains(":")
                    ? new IntegerUnixChannelOption("hops", 41, 18)
                    : new IntegerUnixChannelOption("ttl", 0, 33);
            case NIO -> NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_TTL);
        };
        return channel.config().getOption(option);
    }

    /// By the numbers of Linux's `in.h` and `in6.h`: `IP_TOS` and `IPV6_TCLASS`.
    private static int trafficClass(IoBackend io, DatagramChannel channel, String group) {
        ChannelOption<Integer> option = switch (io) {
            case SEGMENTS, EPOLL -> group.contains(":")
                    ? new IntegerUnixChannelOption("class", 41, 67)
                    : new IntegerUnixChannelOption("tos", 0, 1);
            case NIO -> NioChannelOption.of(StandardSocketOptions.IP_TOS);
        };
        return channel.config().getOption(option);
    }

    private static boolean loopsBack(IoBackend io, DatagramChannel channel) {
        return switch (io) {
            case SEGMENTS, EPOLL -> !channel.config().getOption(ChannelOption.IP_MULTICAST_LOOP_DISABLED);
            case NIO -> channel.config().getOption(NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_LOOP));
        };
    }
}
