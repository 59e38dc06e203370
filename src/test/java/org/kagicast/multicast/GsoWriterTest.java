package org.kagicast.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.lab.Eventually;
import org.kagicast.model.Dscp;
import org.kagicast.model.MulticastGroup;

@DisplayName("Sending in batches")
class GsoWriterTest {

    private static final int LONGEST = 1_472;
    /// `SO_NO_CHECK`: without checksums, Linux takes no segments.
    private static final ChannelOption<Integer> NO_CHECKSUMS = new IntegerUnixChannelOption("no checksums", 1, 11);

    /// A message to the system: so many bytes, cut into segments of that length; 0 for a datagram as it is.
    record Message(int bytes, int segment) {}

    private final MulticastGroup group = Loopback.group();
    private final List<byte[]> arrived = Collections.synchronizedList(new ArrayList<>());
    private final List<Message> messages = Collections.synchronizedList(new ArrayList<>());
    private MulticastTransport transport;
    private Loop loop;
    private DatagramChannel channel;
    private byte number;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(IoBackend.SEGMENTS.isAvailable());
        transport = MulticastTransport.open(2, IoBackend.SEGMENTS);
        transport.openReceiver(group, Loopback.lo(), transport.loop(), datagram -> {
            byte[] bytes = new byte[datagram.remaining()];
            datagram.get(bytes);
            arrived.add(bytes);
        });
        loop = transport.loop();
        channel = new Sockets(IoBackend.SEGMENTS).multicastSender(group.address(), Loopback.lo(), null, 0, Dscp.DEFAULT,
                loop);
        channel.pipeline().addFirst(new Watch());
    }

    @AfterEach
    void close() {
        if (transport != null) {
            loop.close(channel);
            transport.close();
        }
    }

    private DatagramSender sender(InetSocketAddress recipient, int longest) {
        return new DatagramSender(channel, loop, recipient, 0, longest);
    }

    private DatagramSender sender() {
        return sender(group.socketAddress(), LONGEST);
    }

    private void commit(DatagramSender sender, int datagrams, int bytes) {
        for (int i = 0; i < datagrams; i++) {
            commitOne(sender, bytes, bytes);
        }
    }

    private void commitOne(DatagramSender sender, int reserved, int written) {
        ByteBuffer room = sender.reserve(reserved);
        assertThat(room.remaining()).isEqualTo(reserved);
        room.put(number++).position(room.position() + written - 1);
        sender.commit();
    }

    private void assertArrive(int... lengths) {
        Eventually.eventually("all have arrived", () -> arrived.size() >= lengths.length);
        assertThat(arrived.stream().map(bytes -> bytes.length)).containsExactly(IntStream.of(lengths).boxed()
                .toArray(Integer[]::new));
        assertThat(arrived.stream().map(bytes -> bytes[0])).as("in order").containsExactly(
                IntStream.range(0, lengths.length).mapToObj(i -> (byte) i).toArray(Byte[]::new));
    }

    private static int[] times(int datagrams, int bytes) {
        return IntStream.generate(() -> bytes).limit(datagrams).toArray();
    }

    private static int[] join(int[]... parts) {
        return IntStream.range(0, parts.length).flatMap(i -> IntStream.of(parts[i])).toArray();
    }

    @Test
    @DisplayName("64 datagrams of one length are one message, sent without a flush of the rest")
    void fullBatch() {
        DatagramSender sender = sender();

        Loopback.on(loop, () -> {
            commit(sender, 64 + 3, 100);
            sender.flushFull();
        });

        assertArrive(times(64, 100));
        assertThat(messages).containsExactly(new Message(6_400, 100));
    }

    @Test
    @DisplayName("a batch takes no more than 65,507 bytes")
    void mostBytes() {
        DatagramSender sender = sender();

        Loopback.on(loop, () -> {
            commit(sender, 2 * 46, 1_400);
            sender.flushFull();
        });

        assertArrive(times(92, 1_400));
        assertThat(messages).containsExactly(new Message(64_400, 1_400), new Message(64_400, 1_400));
    }

    @Test
    @DisplayName("less than a batch between two flushes goes datagram by datagram, at once")
    void slowStream() {
        DatagramSender sender = sender();

        Loopback.on(loop, () -> {
            commit(sender, 3, 100);
            sender.flush();
            commit(sender, 2, 100);
            sender.flush();
        });

        assertArrive(times(5, 100));
        assertThat(messages).containsExactlyElementsOf(Collections.nCopies(5, new Message(100, 0)));
    }

    @Test
    @DisplayName("a stream that fills batches sends the rests as segments too, until it has filled none for 16 flushes")
    void fastStream() {
        DatagramSender sender = sender();

        Loopback.on(loop, () -> {
            commit(sender, 64, 100);
            for (int i = 0; i < 17; i++) {
                commit(sender, 3, 100);
                sender.flush();
            }
        });

        assertArrive(times(64 + 17 * 3, 100));
        assertThat(messages).hasSize(1 + 16 + 3).startsWith(new Message(6_400, 100))
                .endsWith(new Message(300, 100), new Message(100, 0), new Message(100, 0), new Message(100, 0));
    }

    @Test
    @DisplayName("a batch ends when the length changes, and order is kept")
    void lengthChanges() {
        DatagramSender sender = sender();

        Loopback.on(loop, () -> {
            commit(sender, 64, 100);
            commit(sender, 10, 101);
            commit(sender, 1, 50);
            commit(sender, 10, 100);
            sender.flush();
        });

        assertArrive(join(times(64, 100), times(10, 101), times(1, 50), times(10, 100)));
        assertThat(messages).containsExactly(new Message(6_400, 100), new Message(1_010, 101), new Message(50, 0),
                new Message(1_000, 100));
    }

    @Test
    @DisplayName("a datagram that fills less than was reserved for it is the last of its batch")
    void shorterThanReserved() {
        DatagramSender sender = sender();

        Loopback.on(loop, () -> {
            commit(sender, 64, 100);
            commit(sender, 10, 100);
            commitOne(sender, 100, 7);
            commit(sender, 10, 100);
            sender.flush();
        });

        assertArrive(join(times(74, 100), times(1, 7), times(10, 100)));
        assertThat(messages).containsExactly(new Message(6_400, 100), new Message(1_007, 100), new Message(1_000, 100));
    }

    @Test
    @DisplayName("datagrams that the path would fragment are no segments")
    void longerThanThePath() {
        DatagramSender sender = sender(group.socketAddress(), 99);

        Loopback.on(loop, () -> {
            commit(sender, 64, 100);
            sender.flush();
        });

        assertArrive(times(64, 100));
        assertThat(messages).hasSize(64);
    }

    @Test
    @DisplayName("of a batch that the system refuses, every datagram counts")
    void refused() {
        DatagramSender sender = sender(new InetSocketAddress("255.255.255.255", group.port()), LONGEST);

        Loopback.on(loop, () -> {
            commit(sender, 64 + 20, 100);
            sender.flush();
            commit(sender, 3, 100);
            sender.flush();
        });

        Eventually.eventually("all are refused", () -> sender.refused() == 87);
        assertThat(sender.lastRefusal()).isNotEmpty();
        assertThat(messages).hasSize(3);
    }

    @Test
    @DisplayName("a path that takes no segments is noticed, and nothing is lost by it")
    void noSegments() {
        channel.config().setOption(NO_CHECKSUMS, 1);
        DatagramSender sender = sender();

        Loopback.on(loop, () -> {
            commit(sender, 64 + 64 + 10, 100);
            sender.flush();
        });
        assertArrive(times(138, 100));
        Loopback.on(loop, () -> {
            commit(sender, 64, 100);
            sender.flush();
        });

        assertArrive(times(202, 100));
        assertThat(sender.refused()).isZero();
        assertThat(messages.subList(messages.size() - 64, messages.size())).containsOnly(new Message(100, 0));
    }

    @Test
    @DisplayName("memory that has been sent from is used again")
    void memoryIsUsedAgain() {
        DatagramSender sender = sender();

        Loopback.on(loop, () -> {
            ByteBuffer first = sender.reserve(100);
            for (int i = 0; i < 1_000; i++) {
                commit(sender, 64, 100);
                sender.flush();
            }
            assertThat(sender.reserve(100)).isSameAs(first);
        });
    }

    /// Notes what is written.
    private final class Watch extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            int bytes = ((DatagramPacket) message).content().readableBytes();
            messages.add(new Message(bytes,
                    message instanceof SegmentedDatagramPacket segmented ? segmented.segmentSize() : 0));
            context.write(message, promise);
        }
    }
}
