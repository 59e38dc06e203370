package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.EventSink;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.Status;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.rpc.keys.RekeyOrderSource;
import org.kagicast.time.SystemTime;

/// A content server whose streams change while it runs.
@Timeout(60)
class ReloadTest {

    private final MulticastTransport transport = MulticastTransport.open(2);
    private final SystemTime time = new SystemTime();
    private final ScriptedKeyServer keyServer = new ScriptedKeyServer();
    private final Orders orders = new Orders();
    private final StreamSettings news = stream("news", "pattern:rate=100&size=100");
    private final StreamSettings sports = stream("sports", "pattern:rate=100&size=100");

    /// Remembers which streams are listened for. As a key server does, it ends the former watch of a content server when
    /// there is another.
    private static final class Orders implements RekeyOrderSource {

        private final List<Set<StreamName>> open = new CopyOnWriteArrayList<>();
        private final List<Listener> listeners = new CopyOnWriteArrayList<>();

        @Override
        public Watch watch(Set<StreamName> streams, Listener listener) {
            open.add(streams);
            listeners.add(listener);
            listener.onListening();
            if (listeners.size() > 1) {
                listeners.get(listeners.size() - 2).onLost(CodedMessage.plain("The key server ks-1 ended the watch."));
            }
            return () -> open.remove(streams);
        }
    }

    @AfterEach
    void close() {
        transport.close();
        time.close();
    }

    @Test
    @DisplayName("a stream that is not touched loses no packet and keeps its key while others come, change and go")
    void untouched() {
        StreamSettings film = stream("film", "pattern:rate=100&size=100");
        try (ContentServer server = started(news, sports);
                Listener listener = new Listener(news.name(), news.group(), keyServer.keys(), transport)) {
            listener.await(1);
            KeyId key = key(server, news);
            KeyId keyOfSports = key(server, sports);

            server.reload(List.of(film, news));
            Listener.await(() -> isSending(server, film));
            server.reload(List.of(news, film.withTtl(0)));
            Listener.await(() -> isSending(server, film));
            long sent = snapshot(server, news).packetsSent();
            listener.await(listener.data().size() + 20L);

            assertThat(key(server, news)).isEqualTo(key);
            assertThat(snapshot(server, news).packetsSent()).isGreaterThanOrEqualTo(sent);
            List<Long> numbers = numbers(listener);
            assertThat(numbers).as("the source's numbers, one after the other").isSorted().doesNotHaveDuplicates()
                    .hasSize((int) (numbers.getLast() - numbers.getFirst() + 1));
            assertThat(listener.failures()).isEmpty();
            assertThat(server.streams()).containsExactly(news.name(), film.name());
            assertThat(orders.open).containsExactly(Set.of(news.name(), film.name()));
            assertThat(snapshot(server, news).problem().map(CodedMessage::text))
                    .as("the watch that was replaced has ended").isEmpty();
            assertThat(keyServer.reports()).as("the key of the removed stream")
                    .contains(new ScriptedKeyServer.Report(keyOfSports, KeyState.DEACTIVATED))
                    .doesNotContain(new ScriptedKeyServer.Report(key, KeyState.DEACTIVATED));
            assertThatThrownBy(() -> server.whenEnded(sports.name()).get(1, TimeUnit.SECONDS))
                    .hasMessageContaining("has no stream sports");
        }
    }

    @Test
    @DisplayName("another rekey policy is taken over by the stream as it runs: same key, and changed in the new period")
    void adapted() {
        StreamSettings slow = news.withRekeying(news.rekeying().withCryptoPeriod(Duration.ofHours(1)));
        try (ContentServer server = started(slow)) {
            KeyId key = key(server, slow);

            StreamPlan plan = server.reload(List.of(slow.withRekeying(slow.rekeying()
                    .withLeadTime(Duration.ofMillis(200)).withCryptoPeriod(Duration.ofSeconds(1)))));

            assertThat(plan.adapted()).hasSize(1);
            assertThat(snapshot(server, slow).keyIds()).first().isEqualTo(key);
            Listener.await(() -> snapshot(server, slow).announcedRekeys() >= 2);
            assertThat(snapshot(server, slow).keyIds()).first().isEqualTo(key);
        }
    }

    @Test
    @DisplayName("what cannot be opened changes nothing at all")
    void refused() {
        try (ContentServer server = started(news, sports)) {
            KeyId key = key(server, sports);

            assertThatThrownBy(() -> server.reload(List.of(news.withTtl(3), stream("film", "file:/no/such/file"))))
                    .isInstanceOf(OperatorException.class).hasMessageContaining("/no/such/file does not exist");

            assertThat(server.streams()).containsExactly(news.name(), sports.name());
            assertThat(key(server, sports)).isEqualTo(key);
            assertThat(isSending(server, news)).isTrue();
            assertThat(orders.open).containsExactly(Set.of(news.name(), sports.name()));
        }
    }

    @Test
    @DisplayName("a port passes from the stream that is removed to the one that takes its place")
    void portPasses() throws IOException {
        String source = "udp://127.0.0.1:" + freePort();
        StreamSettings before = stream("before", source);
        StreamSettings after = stream("after", source);
        try (ContentServer server = started(news, before)) {

            server.reload(List.of(news, after));

            Listener.await(() -> isSending(server, after));
            assertThat(server.problems()).isEmpty();
        }
    }

    @Test
    @DisplayName("a named pipe that nobody writes to yet keeps neither a reload nor the end waiting")
    void pipeWithoutWriter(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("film.fifo");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        StreamSettings film = stream("film", "file:" + pipe + "?rate=1M");
        try (ContentServer server = started(news)) {
            CompletableFuture<StreamPlan> reloaded = CompletableFuture
                    .supplyAsync(() -> server.reload(List.of(news, film)));
            try {
                assertThat(reloaded).succeedsWithin(Duration.ofSeconds(20));
            } finally {
                // Whoever waits for a writer may go on.
                try (OutputStream writing = Files.newOutputStream(pipe)) {
                    writing.write(new byte[5_000]);
                }
            }
            assertThat(server.whenEnded(film.name())).succeedsWithin(Duration.ofSeconds(20));
            assertThat(snapshot(server, film).bytesSent()).isEqualTo(5_000);
        }
    }

    @Test
    @DisplayName("what cannot be opened again after its former self was stopped is told, and a later reload fixes it")
    void notOpenedAgain(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("film.bin"), new byte[1 << 20]);
        StreamSettings film = stream("film", "file:" + file + "?rate=1M");
        try (ContentServer server = started(news, film)) {
            Files.delete(file);

            server.reload(List.of(news, film.withTtl(0)));

            assertThat(server.problems()).singleElement().asString()
                    .startsWith("The stream film could not be opened again: The file ").endsWith("is fixed.");
            assertThat(server.streams()).containsExactly(news.name());
            Files.write(file, new byte[1 << 20]);
            server.reload(List.of(news, film));
            assertThat(server.problems()).isEmpty();
            Listener.await(() -> isSending(server, film));
        }
    }

    @Test
    @DisplayName("a stream whose keys are refused stops alone, and is started anew by a reload")
    void refusedKeys() {
        keyServer.become(ScriptedKeyServer.Mood.REFUSING);
        try (ContentServer server = ContentServer.open(new NodeName("cs-1"), List.of(news), surroundings())) {
            server.start();
            Listener.await(() -> snapshot(server, news).status() == Status.FAILED);
            assertThat(snapshot(server, news).problem().map(CodedMessage::text)).contains(ScriptedKeyServer.REFUSAL);
            keyServer.become(ScriptedKeyServer.Mood.ANSWERING);

            server.reload(List.of(news, sports));

            Listener.await(() -> isSending(server, news) && isSending(server, sports));
        }
    }

    @Test
    @DisplayName("the content server has ended when the sources of all its present streams have, whatever was removed")
    void end(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("film.bin"), new byte[10_000]);
        StreamSettings film = stream("film", "file:" + file + "?rate=10M");
        try (ContentServer server = started(news, film)) {
            CompletableFuture<Void> ended = server.whenAllEnded();
            server.whenEnded(film.name()).get(20, TimeUnit.SECONDS);
            assertThat(ended).isNotDone();

            server.reload(List.of(film));

            assertThat(ended).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    private ContentServer started(StreamSettings... streams) {
        ContentServer server = ContentServer.open(new NodeName("cs-1"), List.of(streams), surroundings());
        server.start();
        Listener.await(() -> List.of(streams).stream().allMatch(stream -> isSending(server, stream)));
        return server;
    }

    private ContentServer.Surroundings surroundings() {
        return new ContentServer.Surroundings(keyServer, orders, new NodeName("ks-1"), transport, time, EventSink.NONE,
                InputStream.nullInputStream());
    }

    private static StreamSettings stream(String name, String source) {
        MulticastGroup group = TestGroups.any();
        return StreamSettings.of(new StreamName(name), group, "lo", Sources.parse(source));
    }

    private static boolean isSending(ContentServer server, StreamSettings stream) {
        Status status = snapshot(server, stream).status();
        return status == Status.SENDING || status == Status.ENDED;
    }

    private static KeyId key(ContentServer server, StreamSettings stream) {
        return snapshot(server, stream).inUse().orElseThrow().keyId();
    }

    private static StreamSnapshot snapshot(ContentServer server, StreamSettings stream) {
        return server.snapshot().join().streams().stream().filter(one -> one.name().equals(stream.name())).findFirst()
                .orElseThrow();
    }

    private static List<Long> numbers(Listener listener) {
        return listener.data().stream().map(body -> java.nio.ByteBuffer.wrap(body).getLong()).toList();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
