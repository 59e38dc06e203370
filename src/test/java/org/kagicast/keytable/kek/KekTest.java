package org.kagicast.keytable.kek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.kek.SealingContext.Column;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;

class KekTest {

    private static final SealingContext PLACE = new SealingContext("origin", new KeyId(7), KeyLine.parse("news"),
            new NodeName("cs-1"), CipherSuite.AES_256_GCM, Column.ENCRYPTION);

    private final SecureRandom randomness = new SecureRandom();
    private final Kek kek = new Kek(new byte[32]);
    private final BaseKey key = BaseKey.random(CipherSuite.AES_256_GCM, randomness);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("A sealed key opens in its own place and in no other")
    void sealedKeyOpensInItsPlaceOnly() {
        SealedKey sealed = kek.seal(key, PLACE, randomness);

        assertThat(kek.open(sealed, PLACE)).contains(key);
        List<SealingContext> others = List.of(
                new SealingContext("another", PLACE.keyId(), PLACE.line(), PLACE.owner(), PLACE.suite(),
                        PLACE.column()),
                new SealingContext("origin", new KeyId(8), PLACE.line(), PLACE.owner(), PLACE.suite(), PLACE.column()),
                new SealingContext("origin", PLACE.keyId(), KeyLine.parse("sport"), PLACE.owner(), PLACE.suite(),
                        PLACE.column()),
                new SealingContext("origin", PLACE.keyId(), PLACE.line(), new NodeName("cs-2"), PLACE.suite(),
                        PLACE.column()),
                new SealingContext("origin", PLACE.keyId(), PLACE.line(), PLACE.owner(), CipherSuite.AES_128_GCM,
                        PLACE.column()),
                new SealingContext("origin", PLACE.keyId(), PLACE.line(), PLACE.owner(), PLACE.suite(),
                        Column.DECRYPTION));
        assertThat(others).allSatisfy(other -> assertThat(kek.open(sealed, other)).isEmpty());
    }

    @Test
    @DisplayName("A sealed key of which any bit has changed, or the end is missing, does not open")
    void changedKeyDoesNotOpen() {
        byte[] sealed = kek.seal(key, PLACE, randomness).bytes();

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(kek.open(new SealedKey(changed), PLACE)).isEmpty();
        }
        for (int length = 0; length < sealed.length; length++) {
            assertThat(kek.open(new SealedKey(Arrays.copyOf(sealed, length)), PLACE)).isEmpty();
        }
    }

    @Test
    @DisplayName("The same key sealed twice looks different, so that nonces do not repeat")
    void noncesDiffer() {
        Set<SealedKey> sealed = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(sealed.add(kek.seal(key, PLACE, randomness))).isTrue();
        }
    }

    @Test
    @DisplayName("A KEK knows its own check value, for one table, and no other KEK's")
    void checkValueTellsTheKek() {
        byte[] check = kek.checkValue(Kek.Check.FITS, "origin", randomness);

        assertThat(kek.fits(Kek.Check.FITS, check, "origin")).isTrue();
        assertThat(kek.fits(Kek.Check.SEALED, check, "origin")).as("it says another thing").isFalse();
        assertThat(kek.fits(Kek.Check.FITS, check, "another")).isFalse();
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(new Kek(other).fits(Kek.Check.FITS, check, "origin")).isFalse();
    }

    @Test
    @DisplayName("A closed KEK is wiped and of no use; nothing prints a KEK or a passphrase")
    void closedKekIsOfNoUse() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 'k');
        Kek wiped = new Kek(bytes);
        SealedKey sealed = wiped.seal(key, PLACE, randomness);
        wiped.close();
        wiped.close();

        assertThat(bytes).containsOnly(0);
        assertThatThrownBy(() -> wiped.open(sealed, PLACE)).isInstanceOf(IllegalStateException.class);
        assertThat(wiped).hasToString("[REDACTED]");
        assertThat(KekPassphrase.of("correct horse battery".toCharArray())).hasToString("[REDACTED]");
    }

    @Test
    @DisplayName("A new KEK file is its owner's alone, holds 32 random bytes, and is never overwritten")
    void kekFileIsPrivate() throws IOException {
        Path path = folder.resolve("new/kek");
        KekFile file = KekFile.create(path, randomness);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
        assertThat(Files.readAllBytes(path)).hasSize(32)
                .isNotEqualTo(Files.readAllBytes(KekFile.create(folder.resolve("other"), randomness).path()));
        assertThatThrownBy(() -> KekFile.create(path, randomness)).isInstanceOf(OperatorException.class)
                .hasMessageContaining(path.toString()).hasMessageContaining("not overwritten");
        try (Kek first = file.open(new KekParameters.OfFile()); Kek again = file.open(new KekParameters.OfFile())) {
            assertThat(again.open(first.seal(key, PLACE, randomness), PLACE)).contains(key);
        }
    }

    @Test
    @DisplayName("A KEK file that is missing, too short, or open to others is told with the cure")
    void badKekFileIsTold() throws IOException {
        Path path = folder.resolve("kek");
        KekFile file = new KekFile(path);
        assertThatThrownBy(() -> file.open(new KekParameters.OfFile())).isInstanceOf(OperatorException.class)
                .hasMessageContaining("There is no KEK file");
        Files.write(path, new byte[31]);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> file.open(new KekParameters.OfFile())).isInstanceOf(OperatorException.class)
                .hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> file.open(new KekParameters.OfFile())).isInstanceOf(OperatorException.class)
                .hasMessageContaining("has 31 bytes instead of 32");
    }

    @Test
    @DisplayName("The same passphrase, salt and cost give the same KEK; another passphrase or salt gives another")
    void passphraseGivesTheKek() {
        KekPassphrase passphrase = KekPassphrase.of("correct horse battery".toCharArray());
        Argon2Cost cheap = new Argon2Cost(19 * 1024, 1, 1);
        KekParameters parameters = new KekParameters.OfPassphrase("00112233445566778899aabbccddeeff", cheap);
        byte[] check = passphrase.open(parameters).checkValue(Kek.Check.FITS, "origin", randomness);

        assertThat(passphrase.open(parameters).fits(Kek.Check.FITS, check, "origin")).isTrue();
        assertThat(KekPassphrase.of("correct horse batterz".toCharArray()).open(parameters).fits(Kek.Check.FITS, check,
                "origin"))
                .isFalse();
        assertThat(passphrase.open(new KekParameters.OfPassphrase("10112233445566778899aabbccddeeff", cheap))
                .fits(Kek.Check.FITS, check, "origin")).isFalse();
    }

    @Test
    @DisplayName("A new table's passphrase gets a salt of its own and the recommended cost; short ones are refused")
    void passphraseBeginsWithASalt() {
        KekPassphrase passphrase = KekPassphrase.of("correct horse battery".toCharArray());

        KekParameters first = passphrase.begin(randomness);

        assertThat(first).isNotEqualTo(passphrase.begin(randomness)).isInstanceOfSatisfying(
                KekParameters.OfPassphrase.class, of -> assertThat(of.cost()).isEqualTo(Argon2Cost.RECOMMENDED));
        assertThatThrownBy(() -> KekPassphrase.of("too short".toCharArray())).isInstanceOf(OperatorException.class)
                .hasMessageContaining("at least 12");
        assertThatThrownBy(() -> new Argon2Cost(1024, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("A file where a passphrase was used, or the other way round, is told")
    void wrongKindIsTold() {
        KekPassphrase passphrase = KekPassphrase.of("correct horse battery".toCharArray());

        assertThatThrownBy(() -> passphrase.open(new KekParameters.OfFile())).isInstanceOf(OperatorException.class)
                .hasMessageContaining("name that file");
        assertThatThrownBy(() -> new KekFile(folder.resolve("kek")).open(passphrase.begin(randomness)))
                .isInstanceOf(OperatorException.class).hasMessageContaining("give the passphrase");
    }
}
