package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.ScriptedKeyServer.Mood;
import org.kagicast.contentserver.keys.KeyProvider;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.rekey.RekeyTimes;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;

class DepositTest {

    private static final long FIRST = 1L << 48;
    private static final Duration LEAD = Duration.ofSeconds(5);

    private final StreamBench bench = new StreamBench(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO),
            KeyProvider.Origin.DEPOSIT);

    @Test
    @DisplayName("R28 the content server makes key and ID itself, deposits the decryption key, and seals with what opens under it")
    void depositsItsOwnKey() {
        bench.stream.start();
        bench.source.give(1);

        KeyId keyId = bench.keyInUse();
        assertThat(keyId.value()).isBetween(FIRST, KeyId.LIMIT - 1);
        assertThat(bench.keyServer.deposits()).containsExactly(keyId);
        assertThat(bench.keyServer.requests()).as("no key is asked for").isEmpty();
        assertThat(bench.dataKeys()).containsExactly(keyId);
        assertThat(bench.rows().getFirst().number()).isEqualTo(keyId.value());
        assertThat(bench.rows().getFirst().fingerprint())
                .isEqualTo(bench.keyServer.keys().get(keyId).fingerprint());
    }

    @Test
    @DisplayName("R28 R18 R19 R21 keys change as they do with asked ones: announced, and at once")
    void changesKeys() {
        bench.stream.start();
        KeyId first = bench.keyInUse();

        KeyId announced = bench.announce(LEAD).join();
        bench.source.give(1);
        bench.time.turn(LEAD);
        bench.source.give(1);
        KeyId immediate = bench.now().join();
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(first, announced, immediate).doesNotHaveDuplicates();
        assertThat(bench.keyServer.deposits()).containsExactly(first, announced, immediate);
    }

    @Test
    @DisplayName("R28 when the ID is taken another is drawn, with another key")
    void takenIdIsDrawnAgain() {
        bench.keyServer.takeIds(3);

        bench.stream.start();
        bench.source.give(1);

        assertThat(bench.keyServer.deposits()).hasSize(4).doesNotHaveDuplicates();
        assertThat(bench.dataKeys()).containsExactly(bench.keyServer.deposits().getLast());
    }

    @Test
    @DisplayName("A key server that calls every ID taken is not asked for ever")
    void everyIdTaken() {
        bench.stream.start();
        bench.keyServer.takeIds(Integer.MAX_VALUE);

        assertThatThrownBy(() -> {
            var changed = bench.now();
            bench.time.turn(RekeyTimes.LONGEST_PAUSE);
            changed.join();
        }).hasCauseInstanceOf(OperatorException.class).hasMessageContaining("taken");
        assertThat(bench.keyServer.deposits()).hasSizeLessThan(40);
    }

    @Test
    @DisplayName("R28 a deposit that nobody answered is repeated with the same ID, and the key is not used before it is stored")
    void repeatedWithTheSameId() {
        bench.keyServer.become(Mood.AWAY);
        bench.stream.start();
        bench.time.turn(Duration.ofSeconds(2));
        assertThat(bench.snapshot().inUse()).isEmpty();

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(RekeyTimes.LONGEST_PAUSE);

        assertThat(bench.keyServer.deposits()).hasSizeGreaterThan(2).containsOnly(bench.keyInUse());
    }

    @Test
    @DisplayName("The option's texts")
    void texts() {
        assertThat(KeyProvider.Origin.of("ask")).isEqualTo(KeyProvider.Origin.ASK);
        assertThat(KeyProvider.Origin.of("deposit")).isEqualTo(KeyProvider.Origin.DEPOSIT);
        assertThatThrownBy(() -> KeyProvider.Origin.of("steal")).isInstanceOf(OperatorException.class)
                .hasMessageContaining("ask or deposit");
    }
}
