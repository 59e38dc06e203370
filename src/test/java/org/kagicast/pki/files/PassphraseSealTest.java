package org.kagicast.pki.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.OperatorException;

class PassphraseSealTest {

    private static final byte[] SECRET = "the secret itself".getBytes(StandardCharsets.US_ASCII);

    private static Passphrase passphrase(String text) {
        return Passphrase.of(text.toCharArray());
    }

    @Test
    @DisplayName("What was sealed opens with the same passphrase, and whatever was changed opens with none")
    void changedSealsDoNotOpen() {
        try (Passphrase passphrase = passphrase("correct horse")) {
            byte[] sealed = PassphraseSeal.seal(SECRET, passphrase, new SecureRandom());

            assertThat(PassphraseSeal.open(sealed, passphrase)).isEqualTo(SECRET);
            assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
            for (int place : new int[]{0, 7, 23, 35, sealed.length - 1}) {
                byte[] changed = sealed.clone();
                changed[place] ^= 1;
                assertThatThrownBy(() -> PassphraseSeal.open(changed, passphrase))
                        .isInstanceOf(OperatorException.class);
            }
            assertThatThrownBy(() -> PassphraseSeal.open(Arrays.copyOf(sealed, 50), passphrase))
                    .isInstanceOf(OperatorException.class);
        }
    }

    @Test
    @DisplayName("A file cannot make this machine work for hours or fill its memory")
    void costIsBounded() {
        try (Passphrase passphrase = passphrase("correct horse")) {
            byte[] sealed = PassphraseSeal.seal(SECRET, passphrase, new SecureRandom());
            for (int place : new int[]{1, 5, 6}) {
                byte[] costly = sealed.clone();
                costly[place] = 0x7f;
                assertThatThrownBy(() -> PassphraseSeal.open(costly, passphrase))
                        .isInstanceOf(OperatorException.class).hasMessageContaining("damaged");
            }
        }
    }

    @Test
    @DisplayName("A passphrase is the first line of a stream or of a file that nobody else may read")
    void passphrasesAreRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("passphrase");
        Files.writeString(file, "correct horse\r\nsecond line\n");
        assertThatThrownBy(() -> Passphrase.fromFile(file)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        try (Passphrase typed = passphrase("correct horse");
                Passphrase fromFile = Passphrase.fromFile(file);
                Passphrase fromStream = Passphrase.fromStream(
                        new ByteArrayInputStream("correct horse\nmore".getBytes(StandardCharsets.UTF_8)))) {
            assertThat(fromFile.utf8()).isEqualTo(typed.utf8());
            assertThat(fromStream.utf8()).isEqualTo(typed.utf8());
        }
    }

    @Test
    @DisplayName("A passphrase that is too short is refused, and not repeated")
    void shortIsRefused() {
        assertThatThrownBy(() -> passphrase("hunter2")).isInstanceOf(OperatorException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    @DisplayName("A closed passphrase is wiped")
    void closedIsWiped() {
        Passphrase passphrase = passphrase("correct horse");
        passphrase.close();
        assertThat(passphrase.utf8()).containsOnly(0);
    }
}
