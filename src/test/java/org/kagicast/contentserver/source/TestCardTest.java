package org.kagicast.contentserver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.StreamName;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.TestCardAssembler;
import org.kagicast.wire.TestCardFragment;

class TestCardTest {

    private static final StreamName NEWS = new StreamName("news");
    private static final Instant NOW = Instant.parse("2026-01-01T12:34:56Z");

    @ParameterizedTest
    @ValueSource(ints = {200, 1400, 9000})
    @DisplayName("the test card comes as fragments that fit, about ten pictures a second, each a JPEG file of 320×180")
    void pictures(int largestPayload) throws IOException {
        SteppingTime time = new SteppingTime();
        Collector collector = new Collector(time, largestPayload);
        collector.stopAfter(1000);

        new PacedSource("test-card", TestCardFeed.open(NEWS, largestPayload, time), time).run(collector);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(collector.given()).allMatch(datagram -> datagram.type() == InnerType.TEST_CARD)
                .allMatch(datagram -> datagram.body().length <= largestPayload);
        List<byte[]> files = assemble(collector);
        assertThat(files).hasSizeGreaterThan(3);
        for (byte[] file : files.subList(0, 4)) {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
            assertThat(picture.getWidth()).isEqualTo(320);
            assertThat(picture.getHeight()).isEqualTo(180);
        }
        long seconds = collector.given().getLast().nanos();
        assertThat(files.size() / (seconds / 1e9)).isBetween(8.0, 13.0);
    }

    @Test
    @DisplayName("one picture differs from the next, and one stream's from another's")
    void changes() {
        try (TestCardPainter news = new TestCardPainter(NEWS, ZoneOffset.UTC);
                TestCardPainter hall = new TestCardPainter(new StreamName("lecture-hall"), ZoneOffset.UTC)) {
            assertThat(news.paint(1, NOW)).isEqualTo(news.paint(1, NOW));
            assertThat(news.paint(1, NOW)).isNotEqualTo(news.paint(2, NOW));
            assertThat(news.paint(1, NOW)).isNotEqualTo(news.paint(1, NOW.plusSeconds(1)));
            assertThat(news.paint(1, NOW)).isNotEqualTo(hall.paint(1, NOW));
        }
    }

    @Test
    @DisplayName("the longest stream name still fits its band")
    void longestName() throws IOException {
        try (TestCardPainter painter = new TestCardPainter(new StreamName("w".repeat(63)), ZoneOffset.UTC)) {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(painter.paint(1, NOW)));

            assertThat(brightPixels(picture, 108, 212)).isGreaterThan(60);
            assertThat(brightPixels(picture, 104, 107)).isZero();
            assertThat(brightPixels(picture, 213, 216)).isZero();
        }
    }

    private static int brightPixels(BufferedImage picture, int from, int to) {
        int bright = 0;
        for (int y = 50; y < 62; y++) {
            for (int x = from; x < to; x++) {
                bright += (picture.getRGB(x, y) & 0xff) > 160 ? 1 : 0;
            }
        }
        return bright;
    }

    private static List<byte[]> assemble(Collector collector) {
        TestCardAssembler assembler = new TestCardAssembler();
        List<byte[]> files = new ArrayList<>();
        for (Collector.Given datagram : collector.given()) {
            Optional<TestCardFragment> fragment = TestCardFragment.parse(ByteBuffer.wrap(datagram.body()));
            assembler.add(fragment.orElseThrow()).ifPresent(files::add);
        }
        return files;
    }
}
