package org.kagicast.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.CreateOutcome.Repeated;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;

/// What every key table does with the witnesses of its changes, whatever stands behind it.
public abstract class WitnessContract extends TableContract {

    private static final NodeName CS1 = new NodeName("cs-1");
    private static final Retention AT_ONCE = new Retention(Duration.ZERO, Duration.ZERO, Duration.ZERO,
            Duration.ofDays(1));

    private static KeyCreationRequest request(long number) {
        return new KeyCreationRequest(CS1, NEWS, CipherSuite.AES_128_GCM, new UUID(0, number));
    }

    private static KeyDeposit deposit(long keyId) {
        return new KeyDeposit(CS1, NEWS, CipherSuite.AES_128_GCM, new KeyId(keyId),
                BaseKey.copyOf("sixteen byte key".getBytes(StandardCharsets.US_ASCII)));
    }

    private static <T> Witness<T> cannotNote() {
        return outcome -> CompletableFuture.failedFuture(new OperatorException("No room to note it."));
    }

    private static <T> Witness<T> fails() {
        return outcome -> {
            throw new OperatorException("No room to note it.");
        };
    }

    @Test
    @DisplayName("R31 No change is made whose witness could not note it: no key, state, grant or revocation, and no revision")
    void nothingIsDoneUnnoted() {
        KeyId keyId = ((Created) table.create(request(1))).key().description().keyId();
        table.policy().grant(new Grant(ALICE, NEWS));
        List<KeyDescription> before = table.describeAll();
        long revision = table.revision();
        var owners = table.policy().owners();

        List<Runnable> changes = List.of(() -> table.create(request(2), cannotNote()),
                () -> table.create(request(2), fails()),
                () -> table.deposit(deposit(77), cannotNote()),
                () -> table.setState(keyId, KeyState.ACTIVE, cannotNote()),
                () -> table.setState(keyId, KeyState.DESTROYED, cannotNote()),
                () -> table.sweep(AT_ONCE, cannotNote()),
                () -> table.policy().grant(new Grant(BOB, NEWS), cannotNote()),
                () -> table.policy().ungrant(Set.of(new Grant(ALICE, NEWS)), cannotNote()),
                () -> table.policy().own(new StreamName("third"), BOB, cannotNote()),
                () -> table.policy().takeOver(NEWS, BOB, cannotNote()),
                () -> table.policy().release(NEWS, cannotNote()),
                () -> table.revoke(Member.client(ALICE), cannotNote()));
        changes.forEach(change -> assertThatThrownBy(change::run).hasMessage("No room to note it."));

        assertThat(table.describeAll()).isEqualTo(before);
        assertThat(table.find(keyId).orElseThrow().decryptionKey()).as("not wiped").isPresent();
        assertThat(table.policy().grants()).containsExactly(new Grant(ALICE, NEWS));
        assertThat(table.policy().everRevoked()).as("what is stored").isEmpty();
        assertThat(table.unstored()).as("whom no failure lets in").containsExactly(Member.client(ALICE));
        assertThat(table.policy().owners()).isEqualTo(owners);
        assertThat(table.revision()).isEqualTo(revision);
        assertThat(table.changesAfter(revision, 10)).isEmpty();
        assertThat(table.create(request(2))).as("as if it had never been asked").isInstanceOf(Created.class);
    }

    @Test
    @DisplayName("A witness sees what is going to be stored, with its revision, before anybody else does")
    void witnessSeesFirst() {
        List<Object> seen = new ArrayList<>();
        Witness<CreateOutcome> creation = outcome -> {
            KeyDescription key = ((Created) outcome).key().description();
            seen.add(key.revision());
            seen.add(table.describe(key.keyId()).isPresent());
            return CompletableFuture.completedFuture(true);
        };
        table.create(request(1), creation);
        table.policy().grant(new Grant(ALICE, NEWS), revision -> {
            seen.add(revision);
            seen.add(table.policy().grants().isEmpty());
            return CompletableFuture.completedFuture(true);
        });
        table.revoke(Member.client(BOB), outcome -> {
            seen.add(outcome.revision());
            seen.add(table.policy().isRevoked(Member.client(BOB)));
            return CompletableFuture.completedFuture(true);
        });

        assertThat(seen).containsExactly(1L, false, 2L, true, 3L, false);
    }

    @Test
    @DisplayName("An answer that is repeated is shown to its witness too, and not given if that one cannot note it")
    void repeatedAnswersAreSeen() {
        List<CreateOutcome> seen = new ArrayList<>();
        table.create(request(1));
        table.create(request(1), outcome -> {
            seen.add(outcome);
            return CompletableFuture.completedFuture(true);
        });

        assertThat(seen).hasSize(1).first().isInstanceOf(Repeated.class);
        assertThatThrownBy(() -> table.create(request(1), cannotNote())).hasMessage("No room to note it.");
        assertThat(table.create(request(1))).isInstanceOf(Repeated.class);
    }
}
