package org.kagicast.sframe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.Fuzz;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;

class HeaderFuzzTest {

    @Test
    @DisplayName("whatever a datagram holds, reading its header and opening it throws nothing, and only what was sealed opens")
    void headers() throws InterruptedException {
        KeyId keyId = new KeyId(300);
        BaseKey key = BaseKey.random(CipherSuite.AES_128_GCM, new SecureRandom());
        Sealer sealer = new Sealer(keyId, CipherSuite.AES_128_GCM, key, new byte[0]);
        Opener opener = new Opener(keyId, CipherSuite.AES_128_GCM, key, new byte[0], 64);
        HeaderReader header = new HeaderReader();
        Fuzz.run(20_000, random -> {
            ByteBuffer sealed = ByteBuffer.allocate(200);
            sealer.seal(ByteBuffer.allocate(random.nextInt(100)), sealed);
            byte[] packet = Arrays.copyOf(sealed.array(), sealed.position());
            byte[] bytes = Fuzz.damaged(packet, random);
            ByteBuffer datagram = ByteBuffer.wrap(bytes);
            if (header.read(datagram)) {
                OpenResult result = opener.open(header, datagram, ByteBuffer.allocate(2_000));
                assertThat(result == OpenResult.OPENED).isEqualTo(Arrays.equals(bytes, packet));
            } else {
                assertThat(bytes).isNotEqualTo(packet);
            }
        });
    }
}
