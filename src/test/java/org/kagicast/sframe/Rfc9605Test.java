package org.kagicast.sframe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;

/// The figures of RFC 9605, appendix C.
class Rfc9605Test {

    private static final KeyId KEY_ID = new KeyId(0x123);
    private static final long COUNTER = 0x4567;
    private static final byte[] BASE_KEY = hex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] METADATA = hex("4945544620534672616d65205747");
    private static final byte[] PLAINTEXT = hex("64726166742d696574662d736672616d652d656e63");

    /// Appendix C.2.
    @ParameterizedTest(name = "KID {0}, CTR {1}")
    @DisplayName("the header encodes and decodes as in RFC 9605 C.2")
    @CsvSource(delimiter = ' ', value = {"0 0 00", "0 ff 08ff", "0 ffff 09ffff", "0 100000000 0c0100000000",
            "0 ffffffffffffffff 0fffffffffffffffff", "ff 0 80ff", "ff ff 88ffff", "ff ffff 89ffffff",
            "ff 100000000 8cff0100000000", "ff ffffffffffffffff 8fffffffffffffffffff", "100 0 900100",
            "100 ff 980100ff", "100 ffff 990100ffff", "100 100000000 9c01000100000000",
            "100 ffffffffffffffff 9f0100ffffffffffffffff", "10000 0 a0010000", "10000 ff a8010000ff",
            "10000 ffff a9010000ffff", "10000 100000000 ac0100000100000000",
            "10000 ffffffffffffffff af010000ffffffffffffffff", "ffffffff 0 b0ffffffff", "ffffffff ff b8ffffffffff",
            "ffffffff ffff b9ffffffffffff", "ffffffff 100000000 bcffffffff0100000000",
            "ffffffff ffffffffffffffff bfffffffffffffffffffffffff", "100000000000000 0 f00100000000000000",
            "100000000000000 ff f80100000000000000ff", "100000000000000 ffff f90100000000000000ffff"})
    void header(String keyId, String counter, String encoded) {
        long kid = Long.parseUnsignedLong(keyId, 16);
        long ctr = Long.parseUnsignedLong(counter, 16);
        ByteBuffer target = ByteBuffer.allocate(HeaderCodec.LONGEST);

        HeaderCodec.write(kid, ctr, target);

        byte[] header = new byte[target.flip().remaining()];
        target.get(header);
        assertThat(header).isEqualTo(hex(encoded)).hasSize(HeaderCodec.length(kid, ctr));
        HeaderReader reader = new HeaderReader();
        boolean ours = reader.read(ByteBuffer.allocate(header.length + CipherSuite.TAG_BYTES).put(0, header));
        assertThat(ours).isEqualTo(KeyId.isValid(kid));
        assertThat(reader.keyId()).isEqualTo(kid);
        assertThat(reader.counter()).isEqualTo(ctr);
        assertThat(reader.length()).isEqualTo(header.length);
    }

    /// Appendix C.4 and C.5 (sframe_secret, sframe_key, sframe_salt and nonce).
    @ParameterizedTest
    @DisplayName("the key schedule derives what RFC 9605 C.5 gives")
    @EnumSource(CipherSuite.class)
    void keySchedule(CipherSuite suite) throws Exception {
        Figures figures = Figures.of(suite);
        byte[] nonce = new byte[KeySchedule.NONCE_BYTES];
        try (BaseKey baseKey = BaseKey.copyOf(BASE_KEY);
                KeySchedule schedule = KeySchedule.derive(KEY_ID, suite, baseKey)) {
            schedule.nonce(COUNTER, nonce);

            assertThat(KeySchedule.label("SFrame 1.0 Secret key ", KEY_ID, suite)).isEqualTo(hex(figures.keyLabel));
            assertThat(KeySchedule.label("SFrame 1.0 Secret salt ", KEY_ID, suite)).isEqualTo(hex(figures.saltLabel));
            SecretKey key = schedule.key();
            assertThat(key.getEncoded()).isEqualTo(hex(figures.key));
            assertThat(schedule.saltCopy()).isEqualTo(hex(figures.salt));
            assertThat(nonce).isEqualTo(hex(figures.nonce));
        }
        String hash = suite.ofPackets() == CipherSuite.AES_128_GCM ? "HKDF-SHA256" : "HKDF-SHA512";
        byte[] secret = KDF.getInstance(hash)
                .deriveData(HKDFParameterSpec.ofExtract().addIKM(BASE_KEY).extractOnly());
        assertThat(secret).isEqualTo(hex(figures.secret));
    }

    @ParameterizedTest
    @DisplayName("R5 a sealed packet is byte for byte that of RFC 9605 C.5, and opens again")
    @EnumSource(CipherSuite.class)
    void sealedPacket(CipherSuite suite) {
        byte[] expected = hex(Figures.of(suite).packet);
        ByteBuffer packet = ByteBuffer.allocate(100);
        try (BaseKey baseKey = BaseKey.copyOf(BASE_KEY);
                Sealer sealer = new Sealer(KEY_ID, suite, baseKey, METADATA, COUNTER);
                Opener opener = new Opener(KEY_ID, suite, baseKey, METADATA, 64)) {
            assertThat(sealer.sealedSize(PLAINTEXT.length)).isEqualTo(expected.length);

            sealer.seal(ByteBuffer.wrap(PLAINTEXT), packet);

            assertThat(bytes(packet.flip())).isEqualTo(expected);
            HeaderReader header = new HeaderReader();
            assertThat(header.read(packet)).isTrue();
            ByteBuffer opened = ByteBuffer.allocate(100);
            assertThat(opener.open(header, packet, opened)).isEqualTo(OpenResult.OPENED);
            assertThat(bytes(opened.flip())).isEqualTo(PLAINTEXT);
        }
    }

    private record Figures(String keyLabel, String saltLabel, String secret, String key, String salt, String nonce,
            String packet) {

        static Figures of(CipherSuite suite) {
            return switch (suite) {
                case AES_128_GCM, AES_128_GCM_ED25519 ->
                    new Figures("534672616d6520312e3020536563726574206b65792000000000000001230004",
                            "534672616d6520312e30205365637265742073616c742000000000000001230004",
                            "d926952ca8b7ec4a95941d1ada3a5203ceff8cceee34f574d23909eb314c40c0",
                            "d34f547f4ca4f9a7447006fe7fcbf768", "75234edefe07819026751816",
                            "75234edefe07819026755d71",
                            "9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0"
                                    + "b091c07018ce4adb34eb");
                case AES_256_GCM, AES_256_GCM_ED25519 ->
                    new Figures("534672616d6520312e3020536563726574206b65792000000000000001230005",
                            "534672616d6520312e30205365637265742073616c742000000000000001230005",
                            "0fc3ea6de6aac97a35f194cf9bed94d4b5230f1cb45a785c9fe5dce9c188938a"
                                    + "b6ba005bc4c0a19181599e9d1bcf7b74aca48b60bf5e254e546d809313e083a3",
                            "d3e27b0d4a5ae9e55df01a70e6d4d28d969b246e2936f4b7a5d9b494da6b9633",
                            "84991c167b8cd23c93708ec7", "84991c167b8cd23c9370cba0",
                            "990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca2135"
                                    + "3c1cc24d56ceabced279");
            };
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
