package org.kagicast.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.HostPort;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;

@DisplayName("Plain UDP")
class PlainUdpTest {

    @AutoClose
    private final OpenedTransports transports = new OpenedTransports(1);
    private final Inbox inbox = new Inbox();

    @ParameterizedTest
    @CsvSource({"udp://127.0.0.1:7000,'',127.0.0.1,7000", "127.0.0.1:7000,'',127.0.0.1,7000",
            "udp://@:7000,'',0.0.0.0,7000", "udp://:7000,'',0.0.0.0,7000",
            "udp://@239.1.1.1:5004,'',239.1.1.1,5004", "udp://lo@239.1.1.1:5004,lo,239.1.1.1,5004",
            "udp://192.0.2.2@239.1.1.1:5004,192.0.2.2,239.1.1.1,5004", "udp://[::1]:7000,'',::1,7000"})
    @DisplayName("addresses read as other programs write them")
    void parses(String text, String through, String host, int port) {
        assertThat(UdpAddress.parse(text))
                .isEqualTo(new UdpAddress(through, new HostPort(host, port), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://", "udp://127.0.0.1", "udp://127.0.0.1:0", "udp://127.0.0.1:70000",
            "udp://::1:7000"})
    @DisplayName("an address that cannot be read is named in the complaint")
    void complains(String text) {
        assertThatExceptionOfType(OperatorException.class).isThrownBy(() -> UdpAddress.parse(text))
                .withMessageContaining(text.substring("udp://".length()));
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a source listens where it is told, and gets datagrams of every size whole")
    void listens(IoBackend io) throws Exception {
        MulticastTransport transport = transports.open(io);
        int port = Loopback.freeUnicastPort();
        List<Integer> sizes = new ArrayList<>();
        transport.openUdpReceiver(UdpAddress.parse("udp://127.0.0.1:" + port), transport.loop(), datagram -> {
            sizes.add(datagram.remaining());
            inbox.onDatagram(datagram.limit(datagram.position() + Math.min(3, datagram.remaining())));
        });

        try (DatagramSocket encoder = new DatagramSocket()) {
            for (int size : new int[]{1, 1_316, 65_507}) {
                encoder.send(new DatagramPacket(new byte[size], size, InetAddress.ofLiteral("127.0.0.1"), port));
            }
            encoder.send(new DatagramPacket("end".getBytes(UTF_8), 3, InetAddress.ofLiteral("127.0.0.1"), port));
        }

        inbox.until("end");
        assertThat(sizes).containsExactly(1, 1_316, 65_507, 3);
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a source can be a multicast group on a named interface")
    void listensToGroup(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        MulticastGroup group = Loopback.group();
        UdpAddress address = UdpAddress.parse("udp://127.0.0.1@" + group);
        transport.openUdpReceiver(address, transport.loop(), inbox);
        DatagramSender sender = transport.openUdpSender(address, transport.loop());

        Loopback.send(sender, "from the group");

        assertThat(inbox.nextDatagram()).isEqualTo("from the group");
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a sink sends on while nobody listens, and its reader gets all from the moment it listens")
    void nobodyListens(IoBackend io) throws Exception {
        MulticastTransport transport = transports.open(io);
        UdpAddress sink = UdpAddress.parse("udp://127.0.0.1:" + Loopback.freeUnicastPort());
        DatagramSender sender = transport.openUdpSender(sink, transport.loop());
        for (int i = 0; i < 20; i++) {
            Loopback.send(sender, "unheard");
        }

        transport.openUdpReceiver(sink, transport.loop(), inbox);
        Loopback.send(sender, "first", "second", "third");

        assertThat(inbox.nextDatagram()).isEqualTo("first");
        assertThat(inbox.nextDatagram()).isEqualTo("second");
        assertThat(inbox.nextDatagram()).isEqualTo("third");
        assertThat(sender.refused()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a datagram that is too long for UDP is counted, and the next one sent")
    void oversized(IoBackend io) throws Exception {
        MulticastTransport transport = transports.open(io);
        UdpAddress sink = UdpAddress.parse("udp://127.0.0.1:" + Loopback.freeUnicastPort());
        transport.openUdpReceiver(sink, transport.loop(), inbox);
        DatagramSender sender = transport.openUdpSender(sink, transport.loop());

        Loopback.on(sender.loop(), () -> {
            sender.send(ByteBuffer.allocate(65_508));
            sender.flush();
        });
        Loopback.send(sender, "end");

        assertThat(inbox.until("end")).isEmpty();
        assertThat(sender.refused()).isOne();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a port in use is named, with the cure")
    void portInUse(IoBackend io) throws Exception {
        MulticastTransport transport = transports.open(io);
        try (DatagramSocket holder = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            UdpAddress taken = UdpAddress.parse("udp://127.0.0.1:" + holder.getLocalPort());

            assertThatExceptionOfType(OperatorException.class)
                    .isThrownBy(() -> transport.openUdpReceiver(taken, transport.loop(), inbox))
                    .withMessage("UDP port " + holder.getLocalPort() + " of " + taken
                            + " is already in use: end the program that listens there, or take another port.");
        }
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("an address of another machine cannot be listened at")
    void otherMachine(IoBackend io) {
        MulticastTransport transport = transports.open(io);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> transport.openUdpReceiver(UdpAddress.parse("udp://203.0.113.9:7000"),
                        transport.loop(), inbox))
                .withMessageContaining("udp://203.0.113.9:7000")
                .withMessageContaining("take an address of this machine");
    }

    @Test
    @DisplayName("an interface without a group is refused, since it would mean nothing")
    void interfaceWithoutGroup() {
        MulticastTransport transport = transports.open(IoBackend.NIO);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> transport.openUdpReceiver(UdpAddress.parse("udp://lo@127.0.0.1:7000"),
                        transport.loop(), inbox))
                .withMessageContaining("write udp://127.0.0.1:7000");
    }

    @Test
    @DisplayName("a host that is unknown is named")
    void unknownHost() {
        MulticastTransport transport = transports.open(IoBackend.NIO);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> transport.openUdpSender(UdpAddress.parse("udp://no-such-host.invalid:7000"),
                        transport.loop()))
                .withMessageContaining("Host \"no-such-host.invalid\"");
    }
}
