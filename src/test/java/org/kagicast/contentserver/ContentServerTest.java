package org.kagicast.contentserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.time.SystemTime;

/// A content server on this machine's network, its clock the machine's own.
@Timeout(60)
class ContentServerTest {

    private static final StreamName NEWS = new StreamName("news");

    private final MulticastTransport transport = MulticastTransport.open(2);
    private final SystemTime time = new SystemTime();
    private final ScriptedKeyServer keyServer = new ScriptedKeyServer();
    private final List<NodeEvent> events = new CopyOnWriteArrayList<>();
    private final MulticastGroup group = group();

    @AfterEach
    void close() {
        transport.close();
        time.close();
    }

    @Test
    @DisplayName("R5 a file comes out at the other end bit for bit, whatever keys it went under")
    void fileBitForBit(@TempDir Path folder) throws Exception {
        byte[] file = new byte[4_000_123];
        new Random(3).nextBytes(file);
        Path path = Files.write(folder.resolve("lecture.bin"), file);
        try (ContentServer server = open("file:" + path + "?rate=16M", InputStream.nullInputStream());
                Listener listener = new Listener(NEWS, group, keyServer.keys(), transport)) {
            server.start();
            listener.await(100);
            CompletableFuture<KeyId> announced = server.rekey(NEWS,
                    new RekeyCommand.Announce(Optional.of(Duration.ofMillis(100))));
            listener.await(1500);
            CompletableFuture<KeyId> immediate = server.rekey(NEWS, new RekeyCommand.Now());
            server.whenEnded(NEWS).get(30, TimeUnit.SECONDS);

            StreamSnapshot stream = server.snapshot().join().streams().getFirst();
            listener.await(stream.packetsSent());

            assertThat(joined(listener.data())).isEqualTo(file);
            assertThat(listener.failures()).isEmpty();
            assertThat(stream.status()).isEqualTo(StreamSnapshot.Status.ENDED);
            assertThat(stream.packetsSent()).isEqualTo((file.length + 1315) / 1316);
            assertThat(stream.bytesSent()).isEqualTo(file.length);
            assertThat(stream.keyIds()).containsExactly(new KeyId(41), announced.join(), immediate.join());
        }
    }

    @Test
    @DisplayName("datagrams that arrive at the udp source leave as they came, long ones in several packets")
    void udp() throws Exception {
        int port = freePort();
        try (ContentServer server = open("udp://127.0.0.1:" + port, InputStream.nullInputStream());
                Listener listener = new Listener(NEWS, group, keyServer.keys(), transport)) {
            server.start();
            Listener.await(() -> status(server) == StreamSnapshot.Status.SENDING);

            send(port, "one".getBytes(UTF_8), new byte[0], new byte[1401], new byte[65_507], new byte[1400],
                    "five".getBytes(UTF_8));
            Listener.await(() -> server.snapshot().join().streams().getFirst().packetsSent() == 3 + 2 + 47 + 1);
            listener.await(4);

            assertThat(listener.data()).extracting(body -> body.length).containsExactly(3, 0, 1400, 4);
            StreamSnapshot stream = server.snapshot().join().streams().getFirst();
            assertThat(stream.oversized()).isZero();
            assertThat(stream.bytesSent()).isEqualTo(3 + 1401 + 65_507 + 1400 + 4);
            assertThat(stream.problem().map(CodedMessage::text)).isEmpty();
        }
    }

    @Test
    @DisplayName("standard input is sent to its end")
    void standardInput() throws Exception {
        byte[] input = new byte[5 * 1316 + 5];
        new Random(4).nextBytes(input);
        try (ContentServer server = open("-", new ByteArrayInputStream(input));
                Listener listener = new Listener(NEWS, group, keyServer.keys(), transport)) {
            server.start();
            server.whenEnded(NEWS).get(30, TimeUnit.SECONDS);
            listener.await(6);

            assertThat(joined(listener.data())).isEqualTo(input);
        }
    }

    @Test
    @DisplayName("closing does not wait for a source that waits for input; it is orderly within a second, and may be repeated")
    void closes() throws Exception {
        try (PipedOutputStream pipe = new PipedOutputStream(); PipedInputStream input = new PipedInputStream(pipe)) {
            ContentServer server = open("-", input);
            server.start();
            Listener.await(() -> status(server) == StreamSnapshot.Status.SENDING);
            CompletableFuture<Void> ended = server.whenEnded(NEWS);
            long start = System.nanoTime();

            server.close();
            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(ended).isCompleted();
            ContentServerSnapshot last = server.snapshot().join();
            assertThat(last.keys()).extracting(ContentServerSnapshot.EncryptionKeyRow::state)
                    .containsExactly(KeyState.DEACTIVATED);
            assertThat(server.rekey(NEWS, new RekeyCommand.Now())).failsWithin(Duration.ofSeconds(5));
            transport.close();
            server.close();
            assertThat(server.snapshot().join().streams()).isEqualTo(last.streams());
            assertThat(server.rekey(NEWS, new RekeyCommand.Now())).isCompletedExceptionally();
        }
    }

    @Test
    @DisplayName("several streams have keys and counters of their own")
    void severalStreams() throws Exception {
        StreamSettings one = settings(NEWS, group, "pattern:rate=500");
        StreamName sports = new StreamName("sports");
        StreamSettings other = settings(sports, group(), "pattern:rate=500");
        try (ContentServer server = ContentServer.open(new NodeName("cs-1"), List.of(one, other), surroundings(
                InputStream.nullInputStream()))) {
            server.start();
            Listener.await(() -> server.snapshot().join().streams().stream().allMatch(it -> it.packetsSent() > 20));
            KeyId next = server.rekey(sports, new RekeyCommand.Now()).get(5, TimeUnit.SECONDS);

            ContentServerSnapshot now = server.snapshot().join();
            assertThat(server.streams()).containsExactly(NEWS, sports);
            assertThat(server.role()).isEqualTo(Role.CONTENT_SERVER);
            assertThat(now.name()).isEqualTo(new NodeName("cs-1"));
            assertThat(now.streams().getFirst().keyIds()).hasSize(1).doesNotContain(next);
            assertThat(now.streams().getLast().keyIds()).hasSize(2).endsWith(next);
            assertThat(now.keys()).extracting(ContentServerSnapshot.EncryptionKeyRow::stream)
                    .containsExactly(NEWS, sports, sports);
            assertThat(server.rekey(new StreamName("weather"), new RekeyCommand.Now()).exceptionNow())
                    .hasMessage("The content server cs-1 has no stream weather: take one of news, sports.");
        }
    }

    @Test
    @DisplayName("nothing is asked for or sent before the start")
    void waitsForTheStart() {
        try (ContentServer server = open("pattern:", InputStream.nullInputStream())) {
            assertThat(server.snapshot().join().streams().getFirst().status())
                    .isEqualTo(StreamSnapshot.Status.STARTING);
            assertThat(keyServer.requests()).isEmpty();
        }
    }

    @Test
    @DisplayName("what cannot be opened is told in one sentence with the cure, before anything is sent")
    void badSettings(@TempDir Path folder) throws Exception {
        refused(settings(NEWS, group, "file:" + folder.resolve("none.ts")), "none.ts does not exist: check the path.");
        refused(settings(NEWS, group, "file:" + folder), "is a folder: name one file in it.");
        refused(settings(NEWS, group, "pattern:size=1401"), "the largest payload is 1400: take a smaller size=.");
        refused(settings(NEWS, group, "-").withLargestPayload(1000), "allow at least 1316.");
        refused(settings(NEWS, group, "pattern:").withTtl(256), "The TTL 256 does not exist");
        refused(StreamSettings.of(NEWS, group, "none0", Sources.parse("pattern:")),
                "Interface \"none0\" does not exist");
        int port = freePort();
        try (DatagramSocket other = new DatagramSocket(port, InetAddress.ofLiteral("127.0.0.1"))) {
            refused(settings(NEWS, group, "udp://127.0.0.1:" + other.getLocalPort()), "is already in use");
        }
        assertThat(keyServer.requests()).isEmpty();
    }

    @Test
    @DisplayName("when one of several streams cannot be opened, the others let go of what they held")
    void allOrNothing() throws Exception {
        int port = freePort();
        StreamSettings good = settings(NEWS, group, "udp://127.0.0.1:" + port);

        StreamSettings bad = settings(new StreamName("sports"), group(), "file:/no/such/file");

        assertThatThrownBy(() -> ContentServer.open(new NodeName("cs-1"), List.of(good, bad),
                surroundings(InputStream.nullInputStream()))).isInstanceOf(OperatorException.class)
                .hasMessage("The file /no/such/file does not exist: check the path.");

        try (DatagramSocket free = new DatagramSocket(port, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(free.isBound()).isTrue();
        }
    }

    private void refused(StreamSettings settings, String sentence) {
        assertThatThrownBy(() -> ContentServer.open(new NodeName("cs-1"), List.of(settings),
                surroundings(InputStream.nullInputStream())).close()).isInstanceOf(OperatorException.class)
                .hasMessageContaining(sentence);
    }

    private ContentServer open(String source, InputStream standardInput) {
        return ContentServer.open(new NodeName("cs-1"), List.of(settings(NEWS, group, source)),
                surroundings(standardInput));
    }

    private ContentServer.Surroundings surroundings(InputStream standardInput) {
        return new ContentServer.Surroundings(keyServer, new NodeName("ks-1"), transport, time, events::add,
                standardInput);
    }

    private static StreamSettings settings(StreamName name, MulticastGroup group, String source) {
        return StreamSettings.of(name, group, "lo", Sources.parse(source));
    }

    private static StreamSnapshot.Status status(ContentServer server) {
        return server.snapshot().join().streams().getFirst().status();
    }

    private static void send(int port, byte[]... datagrams) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            for (byte[] datagram : datagrams) {
                socket.send(new DatagramPacket(datagram, datagram.length, InetAddress.ofLiteral("127.0.0.1"), port));
            }
        }
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static MulticastGroup group() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return MulticastGroup.parse("239.255." + random.nextInt(256) + "." + random.nextInt(1, 255) + ":"
                + random.nextInt(20_000, 32_000));
    }
}
