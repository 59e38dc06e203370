package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.PolicyView;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;

/// Breaks the way from master to slave at random moments, and looks for gaps all along.
class ReplicationBreaksTest {

    private static final List<KeyState> LIFE = List.of(KeyState.ACTIVE, KeyState.DEACTIVATED, KeyState.DESTROYED);
    private static final List<NodeName> CLIENTS = List.of(new NodeName("a"), new NodeName("b"), new NodeName("c"));

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName("R14 R15 after any breaks a slave has every change, in order, with no gap at any moment")
    void noGapsAfterBreaks(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (ReplicationFixture parts = new ReplicationFixture()) {
            KeepingTable copy = new KeepingTable();
            copy.beforeApplying = () -> breakOneIn(random, 6);
            copy.afterApplying = () -> breakOneIn(random, 6);
            KeySlave slave = parts.slave("slave-1", copy);
            List<KeyId> keys = new ArrayList<>();
            for (int step = 0; step < 400; step++) {
                act(random, parts, keys);
                assertNoGap(parts, copy);
            }
            copy.beforeApplying = copy.afterApplying = () -> {
            };
            parts.letGo();
            parts.cutMaster();
            parts.restoreMaster();
            parts.turn(Duration.ofSeconds(10));

            assertThat(copy.revision()).isEqualTo(parts.table.revision());
            assertNoGap(parts, copy);
            assertSame(parts, copy);
            assertThat(ReplicationFixture.snapshot(slave).copy().orElseThrow().isInStep()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0} keys")
    @ValueSource(ints = {1_000})
    @DisplayName("R15 a long backlog comes in parts of bounded size")
    void backlogComesInParts(int backlog) throws Exception {
        try (ReplicationFixture parts = new ReplicationFixture()) {
            for (int i = 0; i < backlog; i++) {
                parts.create(CS1, NEWS);
            }
            KeepingTable copy = new KeepingTable();
            List<Integer> sizes = new ArrayList<>();
            copy.afterApplying = () -> sizes.add(copy.applied.size());

            parts.slave("slave-1", copy);

            assertThat(sizes).containsExactly(256, 512, 768, 1_000);
            assertThat(copy.describeAll()).isEqualTo(parts.table.describeAll());
        }
    }

    private static void breakOneIn(SplittableRandom random, int times) {
        if (random.nextInt(times) == 0) {
            throw new Broken();
        }
    }

    private static void act(SplittableRandom random, ReplicationFixture parts, List<KeyId> keys) {
        NodeName client = CLIENTS.get(random.nextInt(CLIENTS.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                parts.restartIfCut();
                keys.add(parts.create(CS1, NEWS).keyId());
            }
            case 3, 4 -> {
                if (!keys.isEmpty()) {
                    parts.table.setState(keys.get(random.nextInt(keys.size())), LIFE.get(random.nextInt(LIFE.size())));
                }
            }
            case 5 -> parts.master.grant(client, NEWS);
            case 6 -> parts.master.ungrant(client, NEWS);
            case 7 -> parts.cutMaster();
            case 8 -> parts.restartIfCut();
            case 9 -> parts.holdBack();
            case 10 -> parts.letGo();
            default -> parts.turn(Duration.ofMillis(random.nextInt(3_000)));
        }
    }

    /// Whatever took its present form up to the copy's revision is there in that form; destroyed keys are not.
    private static void assertNoGap(ReplicationFixture parts, KeepingTable copy) {
        if (copy.tableId().isEmpty()) {
            return;
        }
        for (KeyDescription key : parts.table.describeAll()) {
            if (key.revision() <= copy.revision()) {
                assertThat(copy.describe(key.keyId())).isEqualTo(
                        key.state() == KeyState.DESTROYED ? Optional.empty() : Optional.of(replicated(key)));
            }
        }
    }

    /// How long a key is kept is the master's matter.
    private static KeyDescription replicated(KeyDescription key) {
        return new KeyDescription(key.keyId(), key.line(), key.number(), key.owner(), key.suite(), key.state(),
                key.created(), key.activated(), key.deactivated(), key.fingerprint(), key.revision(), 0);
    }

    private static void assertSame(ReplicationFixture parts, KeepingTable copy) {
        List<KeyDescription> living = parts.table.describeAll().stream()
                .filter(key -> key.state() != KeyState.DESTROYED).map(ReplicationBreaksTest::replicated).toList();
        assertThat(copy.describeAll()).containsExactlyInAnyOrderElementsOf(living);
        for (KeyDescription key : living) {
            KeyRecord original = parts.table.find(key.keyId()).orElseThrow();
            assertThat(copy.find(key.keyId()).orElseThrow()).isEqualTo(
                    new KeyRecord(key, original.encryptionKey(), original.decryptionKey()));
        }
        PolicyView policy = copy.policy();
        assertThat(CLIENTS).allSatisfy(client -> assertThat(policy.refusal(client, new KeyLine(NEWS)))
                .isEqualTo(parts.table.policy().refusal(client, new KeyLine(NEWS))));
    }
}
