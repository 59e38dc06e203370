package org.kagicast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.KeyId;

class WireTest {

    @Test
    @DisplayName("R19 an announcement carries the coming key ID and the time to the take-over")
    void announcementRoundTrips() {
        var announcement = new RekeyAnnouncement(3, Duration.ofMillis(4200), Duration.ofMillis(2100),
                List.of(new RekeyAnnouncement.ComingKey(new KeyId(42), "", new KeyId(41))));

        assertThat(RekeyAnnouncement.parse(ByteBuffer.wrap(announcement.toBytes()))).contains(announcement);
    }

    @Test
    @DisplayName("an announcement that names too many keys, no key ID or a time beyond all bounds is refused")
    void announcementOutOfBounds() {
        var message = org.kagicast.proto.RekeyAnnouncement.newBuilder();
        var key = org.kagicast.proto.ComingKey.newBuilder().setKeyId(1).setReplaces(2);
        for (int i = 0; i <= RekeyAnnouncement.MOST_KEYS; i++) {
            message.addComingKeys(key);
        }
        assertThat(parse(message)).isEmpty();
        assertThat(parse(message.clear().addComingKeys(key.setKeyId(0)))).isEmpty();
        assertThat(parse(message.clear().addComingKeys(key.setKeyId(-1)))).isEmpty();
        assertThat(parse(message.clear().addComingKeys(key.setKeyId(1).setLabel("x".repeat(64))))).isEmpty();
        assertThat(parse(message.clear().setRemainingMs(-1))).isEmpty();
        assertThat(parse(message.clear().setGeneration(-1))).isEmpty();
        assertThat(parse(message.clear())).isPresent();
        assertThat(RekeyAnnouncement.parse(ByteBuffer.wrap(new byte[]{1, 2, 3}))).isEmpty();
    }

    @Test
    @DisplayName("a key end carries the former key's number of packets")
    void keyEndRoundTrips() {
        KeyEnd end = new KeyEnd(new KeyId(41), 1_000_000);

        assertThat(KeyEnd.parse(ByteBuffer.wrap(end.toBytes()))).contains(end);
        assertThat(KeyEnd.parse(ByteBuffer.allocate(0))).isEmpty();
        assertThat(KeyEnd.parse(ByteBuffer.wrap(new byte[]{8}))).isEmpty();
    }

    @Test
    @DisplayName("a test card picture comes together from its fragments in any order, doubled ones ignored")
    void pictureComesTogether() {
        byte[] picture = new byte[10_000];
        new Random(1).nextBytes(picture);
        List<ByteBuffer> bodies = new ArrayList<>(TestCardFragment.split(7, picture, 1400));
        assertThat(bodies).allMatch(body -> body.remaining() <= 1400).hasSize(8);
        bodies.add(bodies.getFirst());
        Collections.shuffle(bodies, new Random(2));
        TestCardAssembler assembler = new TestCardAssembler();

        List<byte[]> whole = bodies.stream().map(body -> assembler.add(TestCardFragment.parse(body).orElseThrow()))
                .flatMap(Optional::stream).toList();

        assertThat(whole).singleElement().isEqualTo(picture);
    }

    @Test
    @DisplayName("a lost fragment costs its own picture and not the next one")
    void lostFragmentCostsOnePicture() {
        TestCardAssembler assembler = new TestCardAssembler();
        List<ByteBuffer> first = TestCardFragment.split(1, new byte[3000], 1400);
        List<ByteBuffer> second = TestCardFragment.split(2, new byte[2000], 1400);

        assertThat(add(assembler, first.get(0))).isEmpty();
        assertThat(add(assembler, second.get(0))).isEmpty();
        assertThat(add(assembler, first.get(1))).isEmpty();
        assertThat(add(assembler, second.get(1))).hasValueSatisfying(jpeg -> assertThat(jpeg).hasSize(2000));
    }

    @Test
    @DisplayName("a picture that comes late is left out, but a card that begins anew is shown")
    void cardBeginsAnew() {
        TestCardAssembler assembler = new TestCardAssembler();
        byte[] picture = new byte[100];

        assertThat(add(assembler, TestCardFragment.split(500, picture, 1400).getFirst())).isPresent();
        assertThat(add(assembler, TestCardFragment.split(499, picture, 1400).getFirst())).isEmpty();
        assertThat(add(assembler, TestCardFragment.split(0, picture, 1400).getFirst())).isPresent();
    }

    @Test
    @DisplayName("fragments that cannot be are refused")
    void impossibleFragments() {
        assertThat(TestCardFragment.parse(ByteBuffer.allocate(7))).isEmpty();
        assertThat(TestCardFragment.parse(fragment(0, 0))).isEmpty();
        assertThat(TestCardFragment.parse(fragment(2, 2))).isEmpty();
        assertThat(TestCardFragment.parse(fragment(0, 257))).isEmpty();
        assertThat(TestCardFragment.parse(fragment(255, 256))).isPresent();
    }

    private static ByteBuffer fragment(int fragment, int count) {
        return ByteBuffer.allocate(8).putInt(1).putShort((short) fragment).putShort((short) count).flip();
    }

    private static Optional<byte[]> add(TestCardAssembler assembler, ByteBuffer body) {
        return assembler.add(TestCardFragment.parse(body).orElseThrow());
    }

    private static Optional<RekeyAnnouncement> parse(org.kagicast.proto.RekeyAnnouncement.Builder message) {
        return RekeyAnnouncement.parse(ByteBuffer.wrap(message.build().toByteArray()));
    }
}
