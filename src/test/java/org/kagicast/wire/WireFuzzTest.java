package org.kagicast.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.Fuzz;
import org.kagicast.model.KeyId;

class WireFuzzTest {

    private static final byte[] ANNOUNCEMENT = new RekeyAnnouncement(3, Duration.ofMillis(4200),
            Duration.ofMillis(2100),
            List.of(new RekeyAnnouncement.ComingKey(new KeyId(42), "premium", new KeyId(41)),
                    new RekeyAnnouncement.ComingKey(new KeyId(43), "", new KeyId(40))))
            .toBytes();

    @Test
    @DisplayName("whatever stands inside a packet, reading it throws nothing")
    void insides() throws InterruptedException {
        byte[] end = new KeyEnd(new KeyId(41), 1_000_000).toBytes();
        Fragment fragment = new Fragment();
        Reassembly reassembly = new Reassembly();
        TestCardAssembler assembler = new TestCardAssembler();
        Fuzz.run(10_000, random -> {
            RekeyAnnouncement.parse(ByteBuffer.wrap(Fuzz.damaged(ANNOUNCEMENT, random)));
            KeyEnd.parse(ByteBuffer.wrap(Fuzz.damaged(end, random)));
            byte[] piece = new byte[random.nextInt(300)];
            random.nextBytes(piece);
            if (piece.length > 8) {
                piece[0] = piece[1] = piece[2] = 0;
                piece[4] &= 7;
                piece[5] &= 15;
            }
            TestCardFragment.parse(ByteBuffer.wrap(piece)).ifPresent(assembler::add);
            ByteBuffer body = ByteBuffer.wrap(piece);
            if (fragment.read(body)) {
                reassembly.add(new KeyId(1 + random.nextInt(3)), fragment, body, random.nextBoolean());
            }
            if (random.nextInt(100) == 0) {
                reassembly.giveUpOld();
            }
        });
    }
}
