package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.lab.Eventually.eventually;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.lab.RolesFixture;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.Reception;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;

/// A client that receives several groups by themselves.
@Timeout(60)
class GroupsClientTest {

    private static final NodeName SCREEN = new NodeName("screen");

    private final RolesFixture roles = new RolesFixture(2);
    private final List<MulticastGroup> groups = TestGroups.several(4);
    private final Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();
    private GroupsClient client;

    @BeforeEach
    void start() {
        List<StreamSettings> streams = groups.stream().limit(3)
                .map(group -> StreamSettings.of(new StreamName("s" + groups.indexOf(group)), group,
                        roles.loopback.getName(), Sources.parse("pattern:rate=100&size=100")))
                .toList();
        streams.forEach(stream -> roles.keyServer.grant(SCREEN, stream.name()));
        roles.contentServer(new NodeName("studio"), streams).start();
    }

    @AfterEach
    void stop() throws Exception {
        roles.close();
    }

    @Test
    @DisplayName("groups that are not touched lose nothing while others come, change and go")
    void reload(@TempDir Path folder) {
        start(settings(0, "count"), settings(1, "count"));
        eventually("both decrypt", () -> opened(0) > 0 && opened(1) > 0);
        long before = opened(0);

        GroupPlan plan = client.reload(List.of(settings(2, "count"), settings(0, "count")));
        assertThat(plan.text()).contains("added", "removed", "not touched: 1");
        eventually("the new group decrypts", () -> opened(2) > 0);
        client.reload(List.of(settings(2, "file:" + folder.resolve("two.bin")), settings(0, "count")));
        eventually("the remade group writes", () -> folder.resolve("two.bin").toFile().length() > 0);
        eventually("the first goes on", () -> opened(0) > before + 50);

        assertThat(parts().get(groups.get(0).toString()).counters().lost()).isZero();
        assertThat(parts()).containsOnlyKeys(groups.get(0).toString(), groups.get(2).toString());
        assertThat(client.snapshot().join().counters().opened()).isGreaterThanOrEqualTo(opened(0));
    }

    @Test
    @DisplayName("the node is told when what comes to a group is decrypted, and when nothing comes")
    void statusIsTold() {
        start(settings(0, "count"), settings(3, "count"));

        eventually("both are told", () -> notices().anyMatch((groups.get(0) + ": decrypting")::equals)
                && notices().anyMatch(text -> text.startsWith(groups.get(3) + ": waiting - Nothing to decrypt")));
    }

    private Stream<String> notices() {
        return events.stream().filter(NodeEvent.Notice.class::isInstance)
                .map(event -> ((NodeEvent.Notice) event).text());
    }

    @Test
    @DisplayName("what cannot be opened changes nothing at all")
    void refused() {
        start(settings(0, "count"), settings(1, "count"));

        assertThatThrownBy(() -> client
                .reload(List.of(settings(0, "udp://127.0.0.1:9"), settings(2, "file:/no/such/folder/a"))))
                .isInstanceOf(OperatorException.class).hasMessageContaining("/no/such/folder/a");

        assertThat(parts()).containsOnlyKeys(groups.get(0).toString(), groups.get(1).toString());
        assertThat(parts().get(groups.get(0).toString()).sink()).isEqualTo("count");
        eventually("both go on", () -> opened(0) > 0 && opened(1) > 0);
    }

    @Test
    @DisplayName("the status of the whole tells how many groups need care and what is wrong with the first, and each its own")
    void status() {
        start(settings(0, "count"), settings(3, "count"));
        eventually("one decrypts", () -> opened(0) > 0);

        ClientSnapshot snapshot = client.snapshot().join();

        assertThat(snapshot.status()).isEqualTo(Status.DECRYPTING);
        assertThat(snapshot.why().map(CodedMessage::text)).get().asString()
                .startsWith("1 of 2 groups need care. The first: Nothing to decrypt")
                .contains(groups.get(3).toString());
        assertThat(snapshot.receptions()).extracting(Reception::status).containsExactly(Status.DECRYPTING,
                Status.WAITING);
        assertThat(snapshot.groups()).containsExactly(groups.get(0), groups.get(3));
    }

    @Test
    @DisplayName("a client with one group shows as it always has")
    void one() {
        start(settings(0, "count"));
        eventually("it decrypts", () -> client.snapshot().join().counters().opened() > 0);

        assertThat(client.snapshot().join().receptions()).isEmpty();
    }

    @Test
    @DisplayName("how long keys are kept is taken over as the group is received")
    void keyIdle() {
        start(settings(0, "count"));
        eventually("it decrypts", () -> client.snapshot().join().counters().opened() > 0);
        ClientSettings patient = settings(0, "count");
        patient = patient.withLimits(patient.limits().withKeyIdle(Duration.ofHours(2)));

        assertThat(client.reload(List.of(patient)).adapted()).hasSize(1);
        assertThat(client.reload(List.of(patient)).text()).isEqualTo("not touched: 1");
        assertThat(client.snapshot().join().counters().keysFetched()).as("the key was not asked for again")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("one sink that has ended does not end the others; the last one ends the client")
    void ends() throws Exception {
        BrokenPipe broken = new BrokenPipe();
        client = roles.opened(GroupsClient.start(SCREEN, List.of(settings(0, "-"), settings(1, "count")),
                around(broken)));
        CompletableFuture<Void> ended = client.whenEnded();
        eventually("the pipe is broken",
                () -> parts().get(groups.get(0).toString()).status() == Status.FAILED && opened(1) > 0);
        assertThat(ended).isNotDone();

        client.reload(List.of(settings(1, "-")));

        assertThat(ended).failsWithin(Duration.ofSeconds(20)).withThrowableOfType(Exception.class)
                .withMessageContaining("standard output takes no more bytes");
    }

    private static final class BrokenPipe extends OutputStream {
        @Override
        public void write(int value) throws java.io.IOException {
            throw new java.io.IOException("Broken pipe");
        }
    }

    private void start(ClientSettings... settings) {
        client = roles.opened(GroupsClient.start(SCREEN, List.of(settings), around(OutputStream.nullOutputStream())));
    }

    private Client.Surroundings around(OutputStream output) {
        return new Client.Surroundings(roles.transport, roles.fetcher(SCREEN), roles.time, new SplittableRandom(),
                events::add, output);
    }

    private ClientSettings settings(int group, String sink) {
        return new ClientSettings(SCREEN, List.of(groups.get(group)), roles.loopback, SinkSpec.parse(sink, SCREEN),
                ClientLimits.DEFAULTS);
    }

    private Map<String, Reception> parts() {
        return client.snapshot().join().receptions().stream()
                .collect(Collectors.toMap(Reception::text, one -> one));
    }

    private long opened(int group) {
        Reception part = parts().get(groups.get(group).toString());
        return part == null ? 0 : part.counters().opened();
    }
}
