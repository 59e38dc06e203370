package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.lab.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.Revocation;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.SystemTime;

/// A key master and two slaves in one process, over real multicast.
class SecondScenarioTest {

    private static final NodeName MASTER = new NodeName("key-master");
    private static final NodeName SLAVE_1 = new NodeName("key-slave-1");
    private static final NodeName SLAVE_2 = new NodeName("key-slave-2");
    private static final List<String> CLIENTS = List.of("client-1", "client-2", "client-3");
    private static final CopyState IN_STEP = new CopyState(true, 0, Optional.empty());

    private final SystemTime time = new SystemTime();
    private Lab lab;

    @BeforeEach
    void start() {
        lab = Lab.start(LabOptions.of(Scenario.SECOND).withFirstGroup(TestGroups.any())
                .withSource(Sources.parse("pattern:rate=500")).withoutCryptoPeriod(), time);
        eventually("packets flow", () -> lab.snapshot().clients().stream()
                .allMatch(client -> client.counters().opened() > 50));
    }

    @AfterEach
    void close() {
        lab.close();
        time.close();
    }

    private ClientSnapshot client(String name) {
        return lab.snapshot().clients().stream().filter(client -> client.name().value().equals(name)).findFirst()
                .orElseThrow();
    }

    private KeyServerSnapshot keyServer(NodeName name) {
        return lab.snapshot().keyServers().stream().filter(server -> server.name().equals(name)).findFirst()
                .orElseThrow();
    }

    private StreamSnapshot stream() {
        return lab.snapshot().contentServers().getFirst().streams().getFirst();
    }

    private KeyId rekey(RekeyCommand command) {
        return lab.node().rekey(lab.firstStream(), command).join();
    }

    private void allUse(KeyId keyId) {
        eventually("every client uses key " + keyId,
                () -> CLIENTS.stream().allMatch(name -> client(name).keyIds().contains(keyId)));
    }

    private List<NodeName> fetchedFrom(String client) {
        return client(client).keys().stream().flatMap(row -> row.fetchedFrom().stream()).toList();
    }

    private void assertNothingLost(String name) {
        assertThat(client(name).counters()).as(name).satisfies(counters -> {
            assertThat(counters.lost()).isZero();
            assertThat(counters.expired()).isZero();
            assertThat(counters.forged()).isZero();
            assertThat(counters.refused()).isEmpty();
        });
    }

    @Test
    @DisplayName("R14 R15 R16 R17 the master makes keys, slaves hold and give them, fixed to some clients and in turns to others")
    void secondEmbodiment() {
        for (int change = 0; change < 3; change++) {
            allUse(rekey(new RekeyCommand.Now()));
        }

        assertThat(fetchedFrom("client-1")).hasSize(4).containsOnly(SLAVE_1);
        assertThat(fetchedFrom("client-2")).hasSize(4).contains(SLAVE_1, SLAVE_2);
        assertThat(fetchedFrom("client-3")).hasSize(4).containsOnly(SLAVE_2);
        KeyServerSnapshot master = keyServer(MASTER);
        assertThat(master.role()).isEqualTo(Role.KEY_MASTER);
        assertThat(master.creations()).isEqualTo(4);
        assertThat(keyServer(SLAVE_1).requests() + keyServer(SLAVE_2).requests()).isEqualTo(12);
        for (NodeName slave : List.of(SLAVE_1, SLAVE_2)) {
            eventually(slave + " is in step", () -> keyServer(slave).revision() == keyServer(MASTER).revision());
            KeyServerSnapshot shown = keyServer(slave);
            assertThat(shown.role()).isEqualTo(Role.KEY_SLAVE);
            assertThat(shown.copy()).contains(IN_STEP);
            assertThat(shown.tableId()).isEqualTo(master.tableId());
            assertThat(shown.problem().map(CodedMessage::text)).isEmpty();
            assertThat(shown.keys()).map(KeyServerSnapshot.KeyRow::fingerprint)
                    .isEqualTo(master.keys().stream().map(KeyServerSnapshot.KeyRow::fingerprint).toList());
        }
        CLIENTS.forEach(this::assertNothingLost);
    }

    @Test
    @DisplayName("R16 R17 with the master and a slave gone in the middle of an announced change, clients fetch from the other and lose nothing")
    void faults() {
        KeyId next = rekey(new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(6))));
        eventually("the content server knows that the key can be had", () -> stream().pending()
                .flatMap(StreamSnapshot.PendingChange::fetchers).filter(count -> count > 0).isPresent());
        lab.cutOff(MASTER).join();
        lab.cutOff(SLAVE_1).join();

        allUse(next);

        assertThat(keyServer(SLAVE_2).copy().orElseThrow().hearsMaster()).isFalse();
        assertThat(keyServer(SLAVE_2).problem().map(CodedMessage::text))
                .hasValueSatisfying(problem -> assertThat(problem).contains("key-master"));
        assertThatThrownBy(() -> rekey(new RekeyCommand.Now())).hasCauseInstanceOf(OperatorException.class)
                .hasMessageContaining("key-master").hasMessageContaining("check that it runs");
        assertThat(stream().inUse()).hasValueSatisfying(key -> assertThat(key.keyId()).isEqualTo(next));
        eventually("the content server says so",
                () -> stream().problem().map(CodedMessage::text).filter(told -> told.contains("key-master"))
                        .isPresent());

        lab.reconnect(MASTER).join();
        lab.reconnect(SLAVE_1).join();
        allUse(rekey(new RekeyCommand.Now()));

        eventually("nothing is left of it", () -> stream().problem().map(CodedMessage::text).isEmpty()
                && keyServer(SLAVE_1).copy().equals(Optional.of(IN_STEP))
                && keyServer(SLAVE_2).copy().equals(Optional.of(IN_STEP)));
        CLIENTS.forEach(this::assertNothingLost);
    }

    @Test
    @DisplayName("A revoked client can open nothing within a moment, though it holds the announced key, while others lose nothing")
    void revocation() {
        NodeName revoked = new NodeName("client-2");
        KeyId announced = rekey(new RekeyCommand.Announce(Optional.of(Duration.ofMinutes(30))));
        lab.node().rekey(lab.firstStream(), new RekeyCommand.SwitchNow()).join();
        KeyId lost = rekey(new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(6))));
        eventually("the client holds the coming key", () -> client("client-2").keys().stream().anyMatch(
                row -> row.keyId().equals(lost) && row.status() == ClientSnapshot.KeyStatus.READY));
        long started = time.nanos();

        Revocation revocation = lab.keyAuthority().revoke(revoked);

        eventually("a packet comes that the client cannot open",
                () -> client("client-2").counters().refused().containsKey(RefusalReason.REVOKED));
        Duration took = Duration.ofNanos(time.nanos() - started);
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(revocation.compromised()).contains(lost);
        assertThat(revocation.ordered()).isEqualTo(Set.of(new KeyLine(lab.firstStream())));
        KeyId fresh = stream().inUse().orElseThrow().keyId();
        assertThat(fresh).isNotEqualTo(announced).isNotEqualTo(lost);
        assertThat(stream().pending()).isEmpty();
        eventually("the others use the fresh key", () -> client("client-1").keyIds().contains(fresh)
                && client("client-3").keyIds().contains(fresh));
        eventually("the revoked client says so",
                () -> client("client-2").status() == ClientSnapshot.Status.NO_ACCESS);
        assertThat(client("client-2").keyIds()).doesNotContain(fresh, lost);
        assertNothingLost("client-1");
        assertNothingLost("client-3");
        assertThat(keyServer(MASTER).keys()).filteredOn(row -> row.state() == KeyState.ACTIVE)
                .allMatch(row -> row.keyId().equals(fresh));
    }
}
