package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.lab.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.node.NodeControl;
import org.kagicast.time.SystemTime;

/// An operator's commands about a change that is over when they arrive, over the node service.
class NamedKeyTest {

    private static final Duration LEAD = Duration.ofMillis(60);

    private final SystemTime time = new SystemTime();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private Lab lab;
    /// An operator's way to the lab's node service.
    private NodeControl node;
    private KeyLine line;

    @BeforeEach
    void start() {
        lab = Lab.start(LabOptions.of(Scenario.THIRD).withoutCryptoPeriod().withFirstGroup(TestGroups.any())
                .withSource(Sources.parse("pattern:rate=100")).withSink("count"), time);
        line = new KeyLine(lab.firstStream());
        node = lab.node();
        eventually("it sends", () -> stream().status() == StreamSnapshot.Status.SENDING);
    }

    @AfterEach
    void stop() {
        lab.close();
        executor.shutdownNow();
        time.close();
    }

    private StreamSnapshot stream() {
        return lab.snapshot().contentServers().getFirst().streams().getFirst();
    }

    private KeyId inUse() {
        return stream().inUse().orElseThrow().keyId();
    }

    private KeyName announce(Duration leadTime) {
        return node.rekey(line, new RekeyCommand.Announce(Optional.of(leadTime))).join().getFirst();
    }

    @Test
    @DisplayName("R25 a command that comes after the switch is told so, and touches neither that key nor the next that is pending")
    void afterTheSwitch() {
        KeyName first = announce(LEAD);
        eventually("it has switched", () -> inUse().equals(first.id()));
        KeyName next = announce(Duration.ofHours(1));

        Map.of("cancelled", new RekeyCommand.Cancel(Optional.of(first.id())),
                "switched", new RekeyCommand.SwitchNow(Optional.of(first.id())),
                "held", new RekeyCommand.Hold(Optional.of(first.id()), Optional.empty(), Optional.empty()))
                .forEach((done, late) -> assertThatThrownBy(() -> node.rekey(line, late).join()).cause()
                        .isInstanceOf(OperatorException.class).hasMessage("Key " + first
                                + " is in use already; nothing was " + done + ". Pending is key " + next + "."));

        assertThat(inUse()).isEqualTo(first.id());
        assertThat(stream().pending()).hasValueSatisfying(change -> {
            assertThat(change.name(line)).isEqualTo(next);
            assertThat(change.hold()).isEmpty();
        });
        assertThat(node.rekey(line, new RekeyCommand.Cancel(Optional.of(next.id()))).join()).containsExactly(next);
    }

    @Test
    @DisplayName("R25 when a cancellation and the switch meet, the key is withdrawn or in use, as the operator is told, and no other is made")
    void atTheSwitch() {
        for (int round = 0; round < 12; round++) {
            long created = creations();
            KeyName coming = announce(LEAD);
            CompletableFuture<List<KeyName>> outcome = new CompletableFuture<>();
            time.after(LEAD.minusMillis(round % 3), executor,
                    () -> node.rekey(line, new RekeyCommand.Cancel(Optional.of(coming.id())))
                            .whenComplete((keys, fault) -> complete(outcome, keys, fault)));

            eventually("there is an outcome", outcome::isDone);
            boolean isCancelled = !outcome.isCompletedExceptionally();
            if (!isCancelled) {
                assertThat(outcome.exceptionNow())
                        .hasMessageContaining("Key " + coming + " is in use already; nothing was cancelled.");
            }
            assertThat(stream().pending()).isEmpty();
            assertThat(inUse().equals(coming.id())).isEqualTo(!isCancelled);
            assertThat(creations()).isEqualTo(created + 1);
        }
    }

    private long creations() {
        return lab.snapshot().keyServers().getFirst().creations();
    }

    private static void complete(CompletableFuture<List<KeyName>> outcome, List<KeyName> keys, Throwable fault) {
        if (fault == null) {
            outcome.complete(keys);
        } else {
            outcome.completeExceptionally(fault);
        }
    }
}
