package org.kagicast.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.lab.Eventually;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;

@DisplayName("Multicast over loopback")
class MulticastTransportTest {

    @AutoClose
    private final OpenedTransports transports = new OpenedTransports(2);

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("what is sent to a group arrives, whole and in order, with an end of batch after it")
    void arrivesInOrder(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        MulticastGroup group = Loopback.group();
        Inbox inbox = new Inbox();
        transport.openReceiver(group, Loopback.lo(), transport.loop(), inbox);
        DatagramSender sender = transport.openSender(group, Loopback.lo(), 1, transport.loop());
        String[] texts = IntStream.range(0, 40).mapToObj(i -> i + "x".repeat(i * 30)).toArray(String[]::new);

        Loopback.send(sender, texts);

        assertThat(IntStream.range(0, 40).mapToObj(number -> inbox.nextDatagram())).containsExactly(texts);
        assertThat(inbox.next()).isEqualTo(Inbox.BATCH_END);
        assertThat(sender.refused()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("every receiver of a group gets every datagram, in this process and in others")
    void everyReceiverGetsAll(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        MulticastTransport other = transports.open(IoBackend.NIO);
        MulticastGroup group = Loopback.group();
        List<Inbox> inboxes = List.of(new Inbox(), new Inbox(), new Inbox());
        Loop shared = transport.loop();
        transport.openReceiver(group, Loopback.lo(), shared, inboxes.get(0));
        transport.openReceiver(group, Loopback.lo(), shared, inboxes.get(1));
        other.openReceiver(group, Loopback.lo(), other.loop(), inboxes.get(2));
        DatagramSender sender = transport.openSender(group, Loopback.lo(), 1, transport.loop());

        Loopback.send(sender, "one", "two", "three", "end");

        assertThat(inboxes).allSatisfy(inbox -> assertThat(inbox.until("end")).containsExactly("one", "two", "three"));
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("two groups on one port do not mix, though the system would hand a careless socket both")
    void groupsDoNotMix(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        MulticastGroup own = Loopback.group();
        MulticastGroup foreign = Loopback.group(own.port());
        Inbox inbox = new Inbox();
        Inbox foreignInbox = new Inbox();
        Inbox careless = new Inbox();
        transport.openReceiver(own, Loopback.lo(), transport.loop(), inbox);
        transport.openReceiver(foreign, Loopback.lo(), transport.loop(), foreignInbox);
        if (IoBackend.EPOLL.isAvailable()) {
            MulticastTransport epoll = transports.open(IoBackend.EPOLL);
            openCarelessly(own, epoll.loop(), careless);
        }
        DatagramSender toForeign = transport.openSender(foreign, Loopback.lo(), 1, transport.loop());
        DatagramSender toOwn = transport.openSender(own, Loopback.lo(), 1, transport.loop());

        Loopback.send(toForeign, "foreign", "end");
        foreignInbox.until("end");
        Loopback.send(toOwn, "own", "end of own");

        assertThat(inbox.until("end of own")).containsExactly("own");
        if (IoBackend.EPOLL.isAvailable()) {
            assertThat(careless.until("end of own")).containsExactly("foreign", "end", "own");
        }
    }

    /// As programs that know nothing better do it: bound to the port only, and the option left as the system has it.
    private static void openCarelessly(MulticastGroup group, Loop loop, Inbox inbox) {
        DatagramChannel channel = (DatagramChannel) new Bootstrap().group(loop.eventLoop())
                .channelFactory(() -> new EpollDatagramChannel(SocketProtocolFamily.INET))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(EpollChannelOption.IP_MULTICAST_ALL, true)
                .handler(new DatagramReceiver.Delivery(inbox, IoBackend.EPOLL.receiveRoom(),
                        new DatagramReceiver.Gate()))
                .bind(new InetSocketAddress("0.0.0.0", group.port())).syncUninterruptibly().channel();
        channel.joinGroup(group.socketAddress(), Loopback.lo()).syncUninterruptibly();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("IPv6 groups work the same way")
    void ipv6(IoBackend io) {
        assumeTrue(Loopback.carriesIpv6Multicast());
        MulticastTransport transport = transports.open(io);
        int port = Loopback.port();
        Inbox inbox = new Inbox();
        for (String address : List.of("ff15::4b43", "ff02::4b43")) {
            MulticastGroup group = MulticastGroup.parse("[" + address + "]:" + port);
            transport.openReceiver(group, Loopback.lo(), transport.loop(), inbox);
            Loopback.send(transport.openSender(group, Loopback.lo(), 1, transport.loop()), address);

            assertThat(inbox.nextDatagram()).isEqualTo(address);
        }
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("what is sent straight to the receiver's port, past the group, is not received")
    void unicastDoesNotMix(IoBackend io) throws Exception {
        MulticastTransport transport = transports.open(io);
        MulticastGroup group = Loopback.group();
        Inbox inbox = new Inbox();
        transport.openReceiver(group, Loopback.lo(), transport.loop(), inbox);
        DatagramSender past = transport.openUdpSender(UdpAddress.parse("127.0.0.1:" + group.port()), transport.loop());
        DatagramSender sender = transport.openSender(group, Loopback.lo(), 1, transport.loop());

        Loopback.send(past, "past the group");
        Loopback.send(sender, "end");

        assertThat(inbox.until("end")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a receiver that was closed gets nothing more, and closing twice is harmless")
    void closedReceiver(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        MulticastGroup group = Loopback.group();
        Inbox closed = new Inbox();
        Inbox inbox = new Inbox();
        DatagramReceiver receiver = transport.openReceiver(group, Loopback.lo(), transport.loop(), closed);
        transport.openReceiver(group, Loopback.lo(), transport.loop(), inbox);
        DatagramSender sender = transport.openSender(group, Loopback.lo(), 1, transport.loop());
        Loopback.send(sender, "first");
        assertThat(closed.nextDatagram()).isEqualTo("first");

        receiver.close();
        receiver.close();
        Loopback.send(sender, "second", "end");

        assertThat(inbox.until("end")).containsExactly("first", "second");
        closed.onDatagram(ByteBuffer.allocate(0));
        assertThat(closed.nextDatagram()).as("what comes next is what this test put there").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a receiver that its own handler closes within a burst hands out no more, and its loop goes on whoever gets the socket's number next")
    void closedWithinABurst(IoBackend io) throws Exception {
        MulticastTransport transport = transports.open(io);
        MulticastGroup group = Loopback.group();
        Loop loop = transport.loop();
        AtomicReference<DatagramReceiver> own = new AtomicReference<>();
        List<DatagramSocket> successors = new CopyOnWriteArrayList<>();
        DatagramReceiver receiver = transport.openReceiver(group, Loopback.lo(), loop, datagram -> {
            own.get().close();
            try {
                successors.add(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        });
        own.set(receiver);
        DatagramSender sender = transport.openSender(group, Loopback.lo(), 1, transport.loop());
        CountDownLatch sent = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                sent.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        Loopback.send(sender, IntStream.range(0, 200).mapToObj(Integer::toString).toArray(String[]::new));
        sent.countDown();
        Loopback.on(loop, () -> assertThat(loop.isCurrent()).isTrue());
        Eventually.eventually("the receiver is closed", () -> !receiver.isOpen());
        Loopback.on(loop, () -> assertThat(successors).hasSize(1));
        successors.getFirst().close();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a handler that throws loses its datagram only")
    void throwingHandler(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        MulticastGroup group = Loopback.group();
        Inbox inbox = new Inbox();
        transport.openReceiver(group, Loopback.lo(), transport.loop(), datagram -> {
            if (datagram.get(datagram.position()) == '!') {
                throw new IllegalStateException("for this test");
            }
            inbox.onDatagram(datagram);
        });
        DatagramSender sender = transport.openSender(group, Loopback.lo(), 1, transport.loop());

        Loopback.send(sender, "before", "!", "after", "!", "end");

        assertThat(inbox.until("end")).containsExactly("before", "after");
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a burst of 2,000 datagrams of full size arrives without loss")
    void burst(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        MulticastGroup group = Loopback.group();
        Inbox inbox = new Inbox();
        DatagramReceiver receiver = transport.openReceiver(group, Loopback.lo(), transport.loop(), inbox);
        DatagramSender sender = transport.openSender(group, Loopback.lo(), 1, transport.loop());
        String filling = "x".repeat(1_300);
        int perBatch = 50;

        for (int batch = 0; batch < 40; batch++) {
            String[] texts = IntStream.range(batch * perBatch, (batch + 1) * perBatch).mapToObj(i -> i + filling)
                    .toArray(String[]::new);
            Loopback.send(sender, texts);
            assertThat(IntStream.range(0, perBatch).mapToObj(number -> inbox.nextDatagram())).containsExactly(texts);
        }

        assertThat(receiver.receiveBufferSize()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("a program that holds the port without sharing it is named as the cause")
    void portHeld(IoBackend io) throws Exception {
        MulticastTransport transport = transports.open(io);
        MulticastGroup group = Loopback.group();

        try (DatagramSocket holder = new DatagramSocket(null)) {
            holder.setReuseAddress(false);
            holder.bind(new InetSocketAddress(group.port()));

            assertThatExceptionOfType(OperatorException.class)
                    .isThrownBy(() -> transport.openReceiver(group, Loopback.lo(), transport.loop(), new Inbox()))
                    .withMessageContaining(group.address().getHostAddress())
                    .withMessageContaining("holds UDP port " + group.port())
                    .withMessageContaining("take another port");
        }
    }

    @Test
    @DisplayName("an address that is no group is refused before any socket is opened")
    void notMulticast() {
        assertThatExceptionOfType(OperatorException.class).isThrownBy(() -> MulticastGroup.parse("192.0.2.1:5004"))
                .withMessageContaining("192.0.2.1 is not multicast").withMessageContaining("239.1.1.1");
    }

    @Test
    @DisplayName("a TTL that does not exist is refused in one sentence")
    void ttl() {
        MulticastTransport transport = transports.open(IoBackend.NIO);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> transport.openSender(Loopback.group(), Loopback.lo(), 256, transport.loop()))
                .withMessage("The TTL 256 does not exist: take one from 0 to 255, usually 1.");
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("closing a transport closes its sockets and ends its threads, soon, and again without harm")
    void close(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        MulticastGroup group = Loopback.group();
        DatagramReceiver receiver = transport.openReceiver(group, Loopback.lo(), transport.loop(), new Inbox());
        DatagramSender sender = transport.openSender(group, Loopback.lo(), 1, transport.loop());
        long before = System.nanoTime();

        transport.close();
        transport.close();
        receiver.close();
        sender.close();

        assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
        assertThat(receiver.isOpen()).isFalse();
    }
}
