package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.lab.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Picture;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.SystemTime;

/// The whole system in one process, over real multicast.
class LabTest {

    private static final Duration LEAD = Duration.ofMillis(1500);

    private final SystemTime time = new SystemTime();
    private Lab lab;

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
        time.close();
    }

    @Test
    @DisplayName("R1 R2 R5 R7 R10 R22 R24 keys are made and fetched on demand, and every packet is opened by every client")
    void firstEmbodiment() {
        start(Scenario.FIRST, "pattern:rate=500");

        eventually("every client has opened packets",
                () -> clients().allMatch(client -> client.counters().opened() > 200));

        KeyServerSnapshot keyServer = lab.snapshot().keyServers().getFirst();
        assertThat(keyServer.creations()).isEqualTo(1);
        assertThat(keyServer.requests()).isEqualTo(3);
        assertThat(keyServer.keys()).singleElement().satisfies(key -> assertThat(key.fetchers()).isEqualTo(3));
        assertThat(clients()).allSatisfy(client -> {
            assertThat(client.counters().lost()).isZero();
            assertThat(client.keyIds()).containsExactly(new KeyId(1));
            assertThat(client.status()).isEqualTo(ClientSnapshot.Status.DECRYPTING);
            assertThat(client.keys().getFirst().fingerprint()).isEqualTo(keyServer.keys().getFirst().fingerprint());
        });
    }

    @Test
    @DisplayName("R25 an immediate rekey: the new key ID alone makes every client fetch the key, and nothing is lost")
    void immediateRekey() {
        start(Scenario.FIRST, "pattern:rate=500");
        eventually("packets flow", () -> clients().allMatch(client -> client.counters().opened() > 50));

        KeyId next = lab.node().rekey(lab.firstStream(), new RekeyCommand.Now()).join();

        eventually("clients use the new key", () -> clients().allMatch(client -> client.keyIds().contains(next)));
        assertThat(stream().inUse()).hasValueSatisfying(key -> assertThat(key.keyId()).isEqualTo(next));
        assertThat(stream().immediateRekeys()).isEqualTo(1);
        assertNothingLost();
    }

    @Test
    @DisplayName("R18 R19 R20 R21 at an announced switch no message of A2-A7 or B3-B6 is sent: the keys are there already")
    void announcedRekeyNeedsNoMessageAtTheSwitch() {
        start(Scenario.THIRD, "pattern:rate=500");
        List<NodeEvent.Message> messages = new CopyOnWriteArrayList<>();
        eventually("packets flow", () -> clients().allMatch(client -> client.counters().opened() > 50));
        try (var watch = lab.node().watchEvents(event -> {
            if (event instanceof NodeEvent.Message message) {
                messages.add(message);
            }
        })) {
            eventually("the watch stands", () -> {
                lab.node().rekey(lab.firstStream(), new RekeyCommand.Now()).join();
                return !messages.isEmpty();
            });
            KeyId first = lab.node().rekey(lab.firstStream(), new RekeyCommand.Now()).join();
            eventually("every client has fetched the key of an immediate rekey", () -> messages.stream()
                    .filter(message -> message.step() == Step.B5 && message.keyId().equals(Optional.of(first)))
                    .count() == 3);
            eventually("what was held for that key is opened", () -> clients()
                    .allMatch(client -> client.keyIds().contains(first) && client.counters().held() == 0));
            messages.clear();
            long lateBefore = late();
            KeyId next = lab.node().rekey(lab.firstStream(), new RekeyCommand.Announce(Optional.of(LEAD))).join();
            eventually("every client holds the coming key", () -> clients().allMatch(client -> client.keys().stream()
                    .anyMatch(row -> row.keyId().equals(next) && row.status() == ClientSnapshot.KeyStatus.READY)));
            assertThat(stream().pending()).hasValueSatisfying(change -> assertThat(change.keyId()).isEqualTo(next));
            KeyServerSnapshot before = lab.snapshot().keyServers().getFirst();

            eventually("clients use the new key", () -> clients().allMatch(client -> client.keyIds().contains(next)));

            KeyServerSnapshot after = lab.snapshot().keyServers().getFirst();
            assertThat(after.creations()).isEqualTo(before.creations());
            assertThat(after.requests()).isEqualTo(before.requests());
            eventually("the events have come", () -> messages.size() >= 9);
            assertThat(messages).map(NodeEvent.Message::step).as("steps from announcement to switch")
                    .doesNotContain(Step.A2, Step.A6, Step.B3, Step.B5)
                    .containsOnlyOnce(Step.C2, Step.C6, Step.C8).filteredOn(Step.C10::equals).hasSize(3);
            assertThat(late()).isEqualTo(lateBefore);
        }
        assertThat(stream().announcedRekeys()).isEqualTo(1);
        assertNothingLost();
    }

    @Test
    @DisplayName("a pending change can be cancelled and brought forward")
    void cancelAndSwitchNow() {
        start(Scenario.THIRD, "pattern:rate=500");
        eventually("packets flow", () -> clients().allMatch(client -> client.counters().opened() > 50));
        var hour = new RekeyCommand.Announce(Optional.of(Duration.ofMinutes(30)));

        KeyId cancelled = lab.node().rekey(lab.firstStream(), hour).join();
        assertThat(lab.node().rekey(lab.firstStream(), new RekeyCommand.Cancel()).join()).isEqualTo(cancelled);
        assertThat(stream().pending()).isEmpty();
        assertThatThrownBy(() -> lab.node().rekey(lab.firstStream(), new RekeyCommand.Cancel()).join())
                .isInstanceOf(CompletionException.class).cause().isInstanceOf(OperatorException.class)
                .hasMessageContaining("lecture-hall");

        KeyId next = lab.node().rekey(lab.firstStream(), hour).join();
        assertThat(lab.node().rekey(lab.firstStream(), new RekeyCommand.SwitchNow()).join()).isEqualTo(next);
        eventually("clients use the new key", () -> clients().allMatch(client -> client.keyIds().contains(next)));
        assertThat(clients()).noneMatch(client -> client.keyIds().contains(cancelled));
        assertNothingLost();
    }

    @Test
    @DisplayName("R9 R24 R26 an eavesdropper without a grant is refused by the real authoriser and sees noise; the others see the test card")
    void classroom() {
        start(Scenario.CLASSROOM, "test-card");

        eventually("the eavesdropper is refused",
                () -> client("eavesdropper").status() == ClientSnapshot.Status.NO_ACCESS);
        eventually("four clients see the test card", () -> List.of("client-1", "client-2", "client-3", "client-4")
                .stream().allMatch(name -> lab.picture(new NodeName(name)).orElse(null) instanceof Picture.TestCard));
        eventually("the eavesdropper sees noise", () -> lab.picture(new NodeName("eavesdropper"))
                .orElse(null) instanceof Picture.Raster raster && !raster.opened());

        ClientSnapshot eavesdropper = client("eavesdropper");
        assertThat(eavesdropper.counters().opened()).isZero();
        assertThat(eavesdropper.counters().refused()).containsOnlyKeys(RefusalReason.NOT_GRANTED);
        assertThat(eavesdropper.why().map(CodedMessage::text)).hasValueSatisfying(
                why -> assertThat(why).contains("key-server", "lecture-hall", "not granted"));
        assertThat(client("client-4").keys()).allMatch(row -> row.stream().equals(Optional.of(new StreamName("news"))));
        assertThat(lab.snapshot().contentServers()).hasSize(2);
    }

    @Test
    @DisplayName("R26 clients and content servers come and go while everything else runs on")
    void addAndRemove() {
        start(Scenario.FIRST, "pattern:rate=500");

        NodeName added = lab.addClient(lab.firstStream()).join();
        StreamName stream = lab.addContentServer().join();
        eventually("the new client decrypts", () -> client(added.value()).counters().opened() > 50);
        eventually("the new stream is decrypted", () -> clients().anyMatch(client -> client.keys().stream()
                .anyMatch(row -> row.stream().equals(Optional.of(stream)) && row.opened() > 20)));
        lab.remove(added).join();
        lab.remove(new NodeName("content-server-2")).join();

        assertThat(clients()).extracting(ClientSnapshot::name).doesNotContain(added);
        assertThat(lab.snapshot().contentServers()).hasSize(1);
        assertThatThrownBy(() -> lab.remove(added).join()).cause().isInstanceOf(OperatorException.class)
                .hasMessageContaining(added.value());
        assertNothingLost();
    }

    @Test
    @DisplayName("what cannot be opened is told in one sentence and leaves nothing running")
    void badInput() {
        assertThatThrownBy(() -> start(Scenario.FIRST, "file:/no/such/file.ts")).isInstanceOf(OperatorException.class)
                .hasMessageContaining("/no/such/file.ts");
        assertThatThrownBy(() -> Lab.start(LabOptions.of(Scenario.FIRST).withNetworkInterface("no-such-if"), time))
                .isInstanceOf(OperatorException.class).hasMessageContaining("no-such-if");
        assertThatThrownBy(() -> Lab.start(
                LabOptions.of(Scenario.FIRST).withFirstGroup(TestGroups.any()).withSink("file:/no/such/folder/a.ts"),
                time)).isInstanceOf(OperatorException.class).hasMessageContaining("/no/such/folder/a.ts");
    }

    private void start(Scenario scenario, String source) {
        lab = Lab.start(LabOptions.of(scenario).withFirstGroup(TestGroups.any()).withSource(Sources.parse(source))
                .withoutCryptoPeriod(), time);
    }

    private java.util.stream.Stream<ClientSnapshot> clients() {
        return lab.snapshot().clients().stream();
    }

    private ClientSnapshot client(String name) {
        return clients().filter(client -> client.name().value().equals(name)).findFirst().orElseThrow();
    }

    private StreamSnapshot stream() {
        NodeSnapshot snapshot = lab.snapshot();
        return snapshot.contentServers().getFirst().streams().getFirst();
    }

    private long late() {
        return clients().mapToLong(client -> client.counters().late()).sum();
    }

    private void assertNothingLost() {
        assertThat(clients()).allSatisfy(client -> assertThat(client.counters()).satisfies(counters -> {
            assertThat(counters.lost()).isZero();
            assertThat(counters.expired()).isZero();
            assertThat(counters.forged()).isZero();
            assertThat(counters.refused()).isEmpty();
        }));
    }
}
