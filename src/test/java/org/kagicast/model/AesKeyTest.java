package org.kagicast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import javax.crypto.Cipher;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AesKeyTest {

    private final byte[] bytes = "sixteen byte key".getBytes(StandardCharsets.US_ASCII);
    private final AesKey key = new AesKey(bytes);

    @Test
    @DisplayName("A destroyed key is wiped, gives no bytes and serves no cipher; destroying it twice is harmless")
    void destroyedKeyIsGone() throws Exception {
        byte[] given = key.getEncoded();
        assertThat(given).isEqualTo(bytes);

        key.destroy();
        key.destroy();

        assertThat(key.isDestroyed()).isTrue();
        assertThat(bytes).containsOnly(0);
        assertThatThrownBy(key::getEncoded).isInstanceOf(IllegalStateException.class);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, key)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("A key gives copies of its bytes, so that whoever wipes one does not wipe the key")
    void givesCopies() {
        key.getEncoded()[0] = 0;

        assertThat(key.getEncoded()).isEqualTo(bytes);
    }

    @Test
    @DisplayName("Nothing prints a key")
    void printsNothing() {
        assertThat(key).hasToString("[REDACTED]");
    }
}
