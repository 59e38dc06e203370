package org.kagicast.contentserver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.Fuzz;

class SourceFuzzTest {

    @Test
    @DisplayName("whatever a file or pipe holds, it goes out bit for bit and comes to an end")
    void content() throws InterruptedException {
        Fuzz.run(300, random -> {
            int[] strides = {188, 192, 204};
            SyntheticStream stream = new SyntheticStream().raw(random.nextInt(300)).stride(strides[random.nextInt(3)]);
            for (int i = 0; i < 12; i++) {
                stream.clock(0x100 + random.nextInt(2),
                        random.nextInt(4) == 0 ? random.nextLong(1L << 41) : i * 1_000_000L)
                        .plain(random.nextInt(20));
            }
            byte[] bytes = Fuzz.damaged(stream.toBytes(), random);
            SteppingTime time = new SteppingTime();
            Collector collector = new Collector(time, 1400);
            PcrPacedFeed.Kind kind = random.nextBoolean() ? PcrPacedFeed.Kind.STORED : PcrPacedFeed.Kind.PIPE;
            new PacedSource("x", new PcrPacedFeed("x", kind, Content.once(() -> new ByteArrayInputStream(bytes)),
                    new Rate(8_000_000), time), time).run(collector);

            assertThat(collector.faults()).isEmpty();
            assertThat(collector.isEnded()).isTrue();
            assertThat(collector.bytes()).isEqualTo(bytes);
        });
    }

    @Test
    @DisplayName("whatever comes by UDP, taking RTP headers off it throws nothing and takes nothing else")
    void rtp() throws InterruptedException {
        byte[] valid = new byte[12 + 8 + 7 * 188];
        valid[0] = (byte) 0x92;
        valid[1] = 33;
        for (int at = 20; at < valid.length; at += 188) {
            valid[at] = 0x47;
        }
        Fuzz.run(1_500, random -> {
            byte[] bytes = Fuzz.damaged(Arrays.copyOf(valid, 20 + 188 * random.nextInt(8)), random);
            String[] options = {"", "?rtp=keep", "?rtp=strip"};
            Collector collector = new Collector(new SteppingTime(), 1400);
            UdpSource.Intake intake = new UdpSource.Intake(
                    (SourceSpec.Udp) Sources.parse("udp://127.0.0.1:7000" + options[random.nextInt(3)]));
            intake.start(collector);
            intake.onDatagram(ByteBuffer.wrap(bytes));
            intake.onBatchEnd();

            assertThat(collector.given()).hasSize(1);
            assertThat(collector.given().getFirst().body().length).isLessThanOrEqualTo(bytes.length);
        });
    }
}
