package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.authenticity.Manifest;
import org.kagicast.authenticity.PacketHasher;
import org.kagicast.authenticity.SignedControl;
import org.kagicast.authenticity.VerifiedSlots;
import org.kagicast.contentserver.StreamBench.Opened;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.wire.InnerType;

@DisplayName("R29 A stream that signs vouches for what it sends")
class ManifestsOfStreamTest {

    private static final KeyId FIRST = new KeyId(41);
    private static final Duration SLOT = Duration.ofMillis(20);
    private static final KeyLine LINE = new KeyLine(StreamBench.NEWS);

    private final StreamBench bench = new StreamBench(settings -> settings
            .withRekeying(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO))
            .withSuite(CipherSuite.AES_128_GCM_ED25519));
    private final PacketHasher hasher = new PacketHasher();

    @Test
    @DisplayName("each packet has its first manifest within 20 ms and a second one 20 ms later; then it is quiet")
    void withinASlot() {
        bench.stream.start();
        bench.source.give(3);

        bench.time.turn(SLOT);
        assertThat(vouched(FIRST)).containsOnlyKeys(0L, 1L, 2L)
                .allSatisfy((counter, times) -> assertThat(times).isOne());
        bench.time.turn(SLOT);
        assertThat(vouched(FIRST)).allSatisfy((counter, times) -> assertThat(times).isEqualTo(counter < 3 ? 2 : 1));
        int sent = bench.packets().size();
        bench.time.turn(Duration.ofMinutes(1));
        assertThat(bench.packets()).hasSize(sent);
    }

    @Test
    @DisplayName("at any rate there are at most 200 signatures a second, and no packet waits longer than 20 ms for the first")
    void signatures() {
        bench.stream.start();
        for (int millisecond = 0; millisecond < 1_000; millisecond++) {
            bench.source.give(1 + millisecond % 60);
            bench.time.turn(Duration.ofMillis(1));
        }
        bench.time.turn(SLOT);

        assertThat(signatures(FIRST)).isBetween(50, 201);
        Map<Long, Long> first = firstVouched(FIRST);
        assertThat(data(FIRST)).hasSizeGreaterThan(25_000).allSatisfy(
                packet -> assertThat(first.get(packet.counter()) - packet.nanos()).isLessThanOrEqualTo(SLOT.toNanos()));
    }

    @Test
    @DisplayName("a key that gives way has vouched for all that it sealed, twice, and so has one that ends with its stream")
    void atTheEndOfAKey() {
        bench.stream.start();
        bench.source.give(5);
        bench.now();
        bench.source.give(7);
        bench.time.turn(Duration.ofMillis(1));
        bench.stream.close();

        for (KeyId key : List.of(FIRST, new KeyId(42))) {
            Map<Long, Integer> vouched = vouched(key);
            assertThat(data(key)).isNotEmpty()
                    .allSatisfy(packet -> assertThat(vouched.get(packet.counter())).isEqualTo(2));
        }
    }

    @Test
    @DisplayName("announcements and key ends are signed, each for the packet that carries it, and can be read without that")
    void control() {
        bench.stream.start();
        bench.source.give(1);
        bench.announce(Duration.ofSeconds(2));
        bench.time.turn(Duration.ofSeconds(4));

        assertThat(bench.announcements()).isNotEmpty();
        assertThat(bench.keyEnds()).isNotEmpty();
        assertThat(signed(InnerType.ANNOUNCEMENT, SignedControl.Purpose.ANNOUNCEMENT)).isNotEmpty()
                .doesNotContain(false);
        assertThat(signed(InnerType.KEY_END, SignedControl.Purpose.KEY_END)).isNotEmpty().doesNotContain(false);
        assertThat(signed(InnerType.KEY_END, SignedControl.Purpose.ANNOUNCEMENT)).doesNotContain(true);
    }

    @Test
    @DisplayName("a key that may seal few packets keeps some of them for its manifests, and goes over to the next in time")
    void hardLimit() {
        StreamBench few = new StreamBench(settings -> settings.withRekeying(RekeyPolicy.DEFAULT
                .withCryptoPeriod(Duration.ZERO).withLimits(400, 400)).withSuite(CipherSuite.AES_128_GCM_ED25519));
        few.stream.start();
        few.announce(Duration.ofMinutes(5));
        for (int i = 0; i < 10; i++) {
            few.source.give(50);
        }
        few.time.turn(SLOT);

        assertThat(few.packets().stream().filter(packet -> packet.keyId().equals(FIRST))).hasSizeLessThanOrEqualTo(400);
        assertThat(few.dataNumbers()).hasSize(500);
    }

    private List<Boolean> signed(byte type, SignedControl.Purpose purpose) {
        return bench.packets().stream().filter(packet -> packet.type() == type)
                .map(packet -> new SignedControl(purpose, LINE, packet.keyId(), packet.counter())
                        .verify(packet.body().duplicate(), bench.keyServer.verificationKey(packet.keyId())).isPresent())
                .toList();
    }

    private List<Opened> data(KeyId key) {
        return bench.packets().stream().filter(packet -> packet.keyId().equals(key) && packet.type() == InnerType.DATA)
                .toList();
    }

    /// How often each counter's hash is told by manifests that are signed.
    private Map<Long, Integer> vouched(KeyId key) {
        Map<Long, Integer> vouched = new HashMap<>();
        for (Opened packet : manifests(key)) {
            Manifest manifest = manifest(packet);
            for (int i = 0; i < manifest.count(); i++) {
                vouched.merge(manifest.first() + i, 1, Integer::sum);
            }
        }
        return vouched;
    }

    private Map<Long, Long> firstVouched(KeyId key) {
        Map<Long, Long> first = new HashMap<>();
        for (Opened packet : manifests(key)) {
            Manifest manifest = manifest(packet);
            for (int i = 0; i < manifest.count(); i++) {
                first.merge(manifest.first() + i, packet.nanos(), Math::min);
            }
        }
        return first;
    }

    private int signatures(KeyId key) {
        List<String> all = new ArrayList<>();
        for (Opened packet : manifests(key)) {
            byte[] body = new byte[packet.body().remaining()];
            packet.body().duplicate().get(body);
            all.add(HexFormat.of().formatHex(body, body.length - 64, body.length));
        }
        return (int) all.stream().distinct().count();
    }

    private List<Opened> manifests(KeyId key) {
        return bench.packets().stream()
                .filter(packet -> packet.keyId().equals(key) && packet.type() == InnerType.MANIFEST)
                .toList();
    }

    /// It is signed, and tells the hashes of what was sent.
    private Manifest manifest(Opened packet) {
        Optional<Manifest> manifest = Manifest.parse(packet.body().duplicate());
        assertThat(manifest).isPresent();
        assertThat(new VerifiedSlots(packet.keyId(), bench.keyServer.verificationKey(packet.keyId()))
                .judge(manifest.get(), packet.counter(), () -> true)).isEqualTo(VerifiedSlots.Verdict.SIGNED);
        Map<Long, byte[]> sent = new HashMap<>();
        bench.packets().stream().filter(other -> other.keyId().equals(packet.keyId()))
                .forEach(other -> sent.put(other.counter(), other.packet()));
        for (int i = 0; i < manifest.get().count(); i++) {
            hasher.hash(ByteBuffer.wrap(sent.get(manifest.get().first() + i)));
            assertThat(manifest.get().high(i)).isEqualTo(hasher.high());
        }
        return manifest.get();
    }
}
