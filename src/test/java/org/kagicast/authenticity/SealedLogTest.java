package org.kagicast.authenticity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.KeyId;
import org.kagicast.model.SigningKey;

@DisplayName("R29 What a key has sealed, and the manifests over it")
class SealedLogTest {

    private static final KeyId KEY = new KeyId(41);

    private final SigningKey signingKey = SigningKey.random(new SecureRandom());
    private SealedLog log = new SealedLog(SealedLog.USUAL_MANIFESTS);
    private final Random random = new Random(5);
    private final PacketHasher hasher = new PacketHasher();
    private final List<byte[]> packets = new ArrayList<>();
    /// By counter, how often a signed manifest has told its hash.
    private final Map<Long, Integer> vouched = new HashMap<>();

    @ParameterizedTest(name = "manifests of at most {0} bytes")
    @ValueSource(ints = {200, 1400, 9000})
    @DisplayName("each packet is vouched for twice, by manifests that are signed and fit, also while packets come at very different rates")
    void twice(int largestBody) {
        int data = 0;
        for (int slot = 0; slot < 12; slot++) {
            int more = slot % 3 == 2 ? 1 + random.nextInt(3) : random.nextInt(400);
            for (int i = 0; i < more; i++) {
                seal(false);
                data++;
            }
            endSlot(largestBody);
        }
        while (log.isOwing()) {
            endSlot(largestBody);
        }

        assertThat(data).isPositive();
        assertThat(vouched).allSatisfy((counter, times) -> assertThat(times).isBetween(1, 2));
        assertThat(dataCounters()).allSatisfy(counter -> assertThat(vouched).containsEntry(counter, 2));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 3, 4})
    @DisplayName("each packet is in as many manifests as wished, at the end too, and no manifest calls for others")
    void often(int manifests) {
        log = new SealedLog(manifests);
        for (int slot = 0; slot < 20; slot++) {
            for (int i = 0; i < 150; i++) {
                seal(false);
            }
            endSlot(1400);
        }
        for (int slot = 1; slot < manifests; slot++) {
            assertThat(log.isOwing()).isTrue();
            endSlot(1400);
        }

        assertThat(log.isOwing()).isFalse();
        assertThat(dataCounters()).hasSize(20 * 150)
                .allSatisfy(counter -> assertThat(vouched).containsEntry(counter, manifests));
    }

    @Test
    @DisplayName("what has been vouched for twice is forgotten, and manifests alone call for no others")
    void ends() {
        seal(false);
        endSlot(1400);
        assertThat(log.isOwing()).isTrue();
        endSlot(1400);
        assertThat(log.isOwing()).isFalse();
        for (int i = 0; i < 1_000; i++) {
            seal(false);
            endSlot(1400);
        }
        endSlot(1400);

        assertThat(log.isOwing()).isFalse();
        assertThat(log.fresh()).isLessThan(3);
    }

    @Test
    @DisplayName("a manifest vouches under the counter and the key for which it was made, and with every bit of it")
    void placeIsSigned() {
        for (int i = 0; i < 200; i++) {
            seal(false);
        }
        List<byte[]> manifests = log.endSlot(KEY, 200, signingKey, 1400);
        assertThat(manifests).hasSizeGreaterThan(2);
        Manifest second = parse(manifests.get(1));

        assertThat(second.isSignedBy(signingKey.verificationKey(), KEY, 201)).isTrue();
        assertThat(second.isSignedBy(signingKey.verificationKey(), KEY, 200)).isFalse();
        assertThat(second.isSignedBy(signingKey.verificationKey(), new KeyId(42), 201)).isFalse();
        assertThat(second.isSignedBy(SigningKey.random(new SecureRandom()).verificationKey(), KEY, 201)).isFalse();
        for (int i = 0; i < 300; i++) {
            byte[] changed = manifests.get(1).clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(Manifest.parse(ByteBuffer.wrap(changed))
                    .filter(manifest -> manifest.isSignedBy(signingKey.verificationKey(), KEY, 201))).isEmpty();
        }
    }

    @Test
    @DisplayName("bytes of any kind and length are read as a manifest or refused, and never as a signed one")
    void anyBytes() {
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length > Manifest.HEAD_BYTES) {
                ByteBuffer.wrap(bytes).putLong(0, i).putShort(8, (short) 1).putShort(10, (short) 0).putShort(12,
                        (short) 1);
            }
            assertThat(Manifest.parse(ByteBuffer.wrap(bytes))
                    .filter(manifest -> manifest.isSignedBy(signingKey.verificationKey(), KEY, 1))).isEmpty();
        }
    }

    private void endSlot(int largestBody) {
        VerifiedSlots slots = new VerifiedSlots(KEY, signingKey.verificationKey());
        List<byte[]> manifests = log.endSlot(KEY, packets.size(), signingKey, largestBody);
        for (byte[] body : manifests) {
            assertThat(body).hasSizeLessThanOrEqualTo(largestBody);
            Manifest manifest = parse(body);
            assertThat(slots.judge(manifest, packets.size(), () -> true)).isEqualTo(VerifiedSlots.Verdict.SIGNED);
            for (int i = 0; i < manifest.count(); i++) {
                hasher.hash(ByteBuffer.wrap(packets.get((int) manifest.first() + i)));
                assertThat(List.of(manifest.high(i), manifest.low(i))).isEqualTo(List.of(hasher.high(), hasher.low()));
                vouched.merge(manifest.first() + i, 1, Integer::sum);
            }
            seal(true);
        }
    }

    private final List<Long> dataCounters = new ArrayList<>();

    private List<Long> dataCounters() {
        return dataCounters;
    }

    private void seal(boolean isManifest) {
        byte[] packet = new byte[1 + random.nextInt(60)];
        random.nextBytes(packet);
        if (isManifest) {
            log.sealedManifest(ByteBuffer.wrap(packet));
        } else {
            dataCounters.add((long) packets.size());
            log.sealed(ByteBuffer.wrap(packet));
        }
        packets.add(packet);
    }

    private static Manifest parse(byte[] body) {
        return Manifest.parse(ByteBuffer.wrap(body)).orElseThrow();
    }
}
