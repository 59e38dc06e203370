package org.kagicast.contentserver.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.Fuzz;
import org.kagicast.wire.InnerType;

class LabellingFuzzTest {

    private static final LabelRules RULES = LabelRules.parse(List.of("premium=program:2", "gold=pid:0x300&source:2",
            "basic=rest"));

    @Test
    @DisplayName("whatever a source gives, sorting its packets comes to an end, throws nothing and loses no byte")
    void sorting() throws InterruptedException {
        Fuzz.run(1_500, random -> {
            LabelClassifier sorter = new LabelClassifier(RULES, List.of("1", "2"), 1400, Instant.EPOCH);
            byte[] stream = Fuzz.damaged(stream(), random);
            long[] bytes = new long[1];
            LabelClassifier.Target target = (label, plaintext) -> {
                assertThat(plaintext.get()).isEqualTo(InnerType.DATA);
                bytes[0] += plaintext.remaining();
                return true;
            };
            int size = random.nextBoolean() ? 188 * (1 + random.nextInt(10)) : 1 + random.nextInt(2_000);
            for (int at = 0; at < stream.length; at += size) {
                byte[] datagram = Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size));
                sorter.sort(ByteBuffer.allocate(1 + datagram.length).put(InnerType.DATA).put(datagram).flip(), 0,
                        target);
            }
            sorter.flush(target);
            assertThat(bytes[0]).isEqualTo(stream.length);
        });
    }

    @Test
    @DisplayName("whatever stands in the sections of tables, with a right checksum, reading them throws nothing")
    void tables() throws InterruptedException {
        Fuzz.run(1_500, random -> {
            TestTransportStream ts = new TestTransportStream();
            LabelClassifier sorter = new LabelClassifier(RULES, List.of("1", "2"), 1400, Instant.EPOCH);
            byte[] first = ts.association(0, 1, 0x20, 2, 0x30, 3, 0x40);
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            stream.writeBytes(first);
            for (int i = 0; i < 6; i++) {
                byte[] body = new byte[random.nextInt(random.nextBoolean() ? 12 : 900)];
                random.nextBytes(body);
                if (random.nextBoolean()) {
                    Arrays.fill(body, (byte) 9);
                }
                int[] pids = {0, 1, 0x20, 0x30, 0x40};
                byte[] section = TestTransportStream.section(random.nextInt(4), random.nextInt(4), random.nextInt(32),
                        body);
                stream.writeBytes(ts.tables(pids[random.nextInt(pids.length)], section));
            }
            byte[] all = stream.toByteArray();
            for (int at = 0; at + 188 <= all.length; at += 188) {
                sorter.sort(ByteBuffer.allocate(189).put(InnerType.DATA).put(all, at, 188).flip(), 0,
                        (label, plaintext) -> true);
            }
        });
    }

    private static byte[] stream() {
        TestTransportStream ts = new TestTransportStream();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        byte[] access = {9, 4, 0x0b, 0, (byte) 0xe1, (byte) 0xe1};
        for (int i = 0; i < 4; i++) {
            stream.writeBytes(ts.association(i, 1, 0x20, 2, 0x30));
            stream.writeBytes(ts.access(i, 0x0b00, 0x1e9));
            stream.writeBytes(ts.map(0x20, 1, i, 0x100, access, access, 0x100, 0x101));
            stream.writeBytes(ts.map(0x30, 2, i, 0x200, 0x200));
            for (int pid : List.of(0x100, 0x101, 0x200, 0x1e1, 0x1e9, 0x1fff)) {
                stream.writeBytes(ts.packet(pid, i));
            }
        }
        return stream.toByteArray();
    }
}
