package org.kagicast.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.model.MulticastGroup;

@DisplayName("A datagram sender")
class DatagramSenderTest {

    @AutoClose
    private final OpenedTransports transports = new OpenedTransports(2);
    private final MulticastGroup group = Loopback.group();
    private final Inbox inbox = new Inbox();

    private DatagramSender open(IoBackend io) {
        MulticastTransport transport = transports.open(io);
        transport.openReceiver(group, Loopback.lo(), transport.loop(), inbox);
        return transport.openSender(group, Loopback.lo(), 1, transport.loop());
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("sends what was written to the reserved room, and no more")
    void reserveAndCommit(IoBackend io) {
        DatagramSender sender = open(io);

        Loopback.on(sender.loop(), () -> {
            ByteBuffer room = sender.reserve(1_400);
            assertThat(room.position()).isZero();
            assertThat(room.limit()).isEqualTo(1_400);
            room.put("sealed".getBytes(UTF_8));
            sender.commit();
            sender.flush();
        });

        assertThat(inbox.nextDatagram()).isEqualTo("sealed");
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("forgets what was reserved and not committed")
    void reservedTwice(IoBackend io) {
        DatagramSender sender = open(io);

        Loopback.on(sender.loop(), () -> {
            sender.reserve(100).put("given up".getBytes(UTF_8));
            sender.reserve(100).put("kept".getBytes(UTF_8));
            sender.commit();
            assertThatIllegalStateException().isThrownBy(sender::commit);
            sender.flush();
        });

        assertThat(inbox.nextDatagram()).isEqualTo("kept");
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("sends nothing before the flush")
    void flush(IoBackend io) {
        DatagramSender sender = open(io);

        Loopback.on(sender.loop(), () -> sender.send(ByteBuffer.wrap("waiting".getBytes(UTF_8))));
        inbox.onDatagram(ByteBuffer.wrap("before the flush".getBytes(UTF_8)));
        Loopback.on(sender.loop(), sender::flush);

        assertThat(inbox.until("waiting")).containsExactly("before the flush");
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("counts what the system refuses, and goes on with what stands around it")
    void refusals(IoBackend io) {
        DatagramSender sender = open(io);

        Loopback.on(sender.loop(), () -> {
            sender.send(ByteBuffer.wrap("first".getBytes(UTF_8)));
            sender.send(ByteBuffer.allocate(70_000));
            sender.send(ByteBuffer.wrap("second".getBytes(UTF_8)));
            sender.send(ByteBuffer.allocate(0));
            sender.send(ByteBuffer.wrap("third".getBytes(UTF_8)));
            sender.flush();
        });
        Loopback.send(sender, "end");

        assertThat(inbox.until("end")).containsExactly("first", "second", "third");
        assertThat(sender.refused()).isEqualTo(2);
        assertThat(sender.lastRefusal()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("slows a source that is faster than the network, and calls it back when there is room again")
    void backPressure(IoBackend io) throws InterruptedException {
        DatagramSender sender = open(io);
        CountDownLatch calledBack = new CountDownLatch(1);
        AtomicInteger taken = new AtomicInteger();

        Loopback.on(sender.loop(), () -> {
            while (sender.isWritable() && taken.get() < 10_000) {
                sender.send(ByteBuffer.allocate(1_400));
                taken.incrementAndGet();
            }
            sender.whenWritable(calledBack::countDown);
        });
        assertThat(taken).hasValueBetween(100, 2_000);
        assertThat(calledBack.getCount()).as("not yet, as nothing was flushed").isOne();

        Loopback.on(sender.loop(), sender::flush);

        assertThat(calledBack.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sender.isWritable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("calls back soon when it is writable already, but not in the middle of the call")
    void writableAlready(IoBackend io) throws InterruptedException {
        DatagramSender sender = open(io);
        CountDownLatch calledBack = new CountDownLatch(1);

        Loopback.on(sender.loop(), () -> {
            sender.whenWritable(calledBack::countDown);
            assertThat(calledBack.getCount()).isOne();
        });

        assertThat(calledBack.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("belongs to its loop alone")
    void otherThreads(IoBackend io) {
        DatagramSender sender = open(io);

        assertThatIllegalStateException().isThrownBy(() -> sender.reserve(10));
        assertThatIllegalStateException().isThrownBy(sender::commit);
        assertThatIllegalStateException().isThrownBy(sender::flush);
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("flushes when it is closed, and may be closed twice and on its own loop")
    void close(IoBackend io) {
        DatagramSender sender = open(io);

        Loopback.on(sender.loop(), () -> {
            sender.send(ByteBuffer.wrap("last words".getBytes(UTF_8)));
            sender.reserve(10);
            sender.close();
            sender.close();
            sender.send(ByteBuffer.wrap("too late".getBytes(UTF_8)));
            sender.flush();
        });
        sender.close();

        assertThat(inbox.nextDatagram()).isEqualTo("last words");
        assertThat(sender.refused()).isZero();
    }
}
