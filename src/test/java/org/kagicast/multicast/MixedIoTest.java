package org.kagicast.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagicast.lab.Eventually;
import org.kagicast.model.MulticastGroup;

@DisplayName("A sender and a receiver, each with its own way through the system,")
class MixedIoTest {

    @AutoClose
    private final OpenedTransports transports = new OpenedTransports(1);
    private final MulticastGroup group = Loopback.group();
    private final List<byte[]> arrived = Collections.synchronizedList(new ArrayList<>());

    private void receive(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        transport.openReceiver(group, Loopback.lo(), transport.loop(), datagram -> {
            byte[] bytes = new byte[datagram.remaining()];
            datagram.get(bytes);
            arrived.add(bytes);
        });
    }

    static Stream<Arguments> pairs() {
        return Stream.of(IoBackend.values())
                .flatMap(from -> Stream.of(IoBackend.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @MethodSource("pairs")
    @DisplayName("understand one another: datagrams arrive one by one, whole and in order")
    void understand(IoBackend from, IoBackend to) {
        receive(to);
        MulticastTransport sending = transports.open(from);
        DatagramSender sender = sending.openSender(group, Loopback.lo(), 0, sending.loop());
        List<byte[]> sent = datagrams();

        Loopback.on(sender.loop(), () -> {
            sent.forEach(bytes -> sender.send(ByteBuffer.wrap(bytes)));
            sender.flush();
        });

        Eventually.eventually("all have arrived", () -> arrived.size() >= sent.size());
        assertThat(arrived).usingElementComparator(Arrays::compare).containsExactlyElementsOf(sent);
        assertThat(sender.refused()).isZero();
    }

    /// Full batches, rests of batches, lengths that change with each datagram, and single bytes.
    private static List<byte[]> datagrams() {
        return IntStream.concat(IntStream.generate(() -> 1_000).limit(200),
                IntStream.concat(IntStream.range(0, 40).map(i -> 1 + i * 30), IntStream.generate(() -> 1).limit(70)))
                .mapToObj(length -> {
                    byte[] bytes = new byte[length];
                    Arrays.fill(bytes, (byte) length);
                    return bytes;
                }).toList();
    }

    @Test
    @DisplayName("and programs of others: what they send one by one, empty and largest ones too, arrives one by one")
    void ofOthers() throws IOException {
        receive(IoBackend.SEGMENTS);
        int[] lengths = {5, 5, 5, 0, 65_507, 1, 0, 5};

        try (DatagramChannel other = DatagramChannel.open(StandardProtocolFamily.INET)) {
            other.setOption(StandardSocketOptions.IP_MULTICAST_IF, Loopback.lo());
            other.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
            for (int length : lengths) {
                other.send(ByteBuffer.allocate(length), new InetSocketAddress(group.address(), group.port()));
            }
        }

        Eventually.eventually("all have arrived", () -> arrived.size() >= lengths.length);
        assertThat(arrived.stream().mapToInt(bytes -> bytes.length)).containsExactly(
                IntStream.of(lengths).boxed().toArray(Integer[]::new));
    }

    @Test
    @DisplayName("is given the best way that the system has, and a plain one where there is no better")
    void best() {
        assertThat(IoBackend.best(_ -> true)).isEqualTo(IoBackend.SEGMENTS);
        assertThat(IoBackend.best(Set.of(IoBackend.EPOLL, IoBackend.NIO)::contains)).isEqualTo(IoBackend.EPOLL);
        assertThat(IoBackend.best(Set.of(IoBackend.NIO)::contains)).isEqualTo(IoBackend.NIO);
        assertThat(transports.open(IoBackend.best()).io().isAvailable()).isTrue();
    }
}
