package org.kagicast.console.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;

@DisplayName("The colours of keys")
class KeyPaletteTest {

    private static final double READABLE = 4.5;
    private static final double SEEN = 3;
    private static final List<Rgb> LIGHT_GROUNDS = List.of(Rgb.WHITE, Rgb.of(0xf6f8fa));
    private static final List<Rgb> DARK_GROUNDS = List.of(Rgb.of(0x0d1117), Rgb.of(0x161b22));

    static Stream<Rgb> colours() {
        return KeyPalette.colours().stream();
    }

    @ParameterizedTest
    @MethodSource("colours")
    @DisplayName("carry their number in black or white, readable at 4.5:1")
    void numberOnColour(Rgb colour) {
        assertThat(colour.contrast(colour.textColour())).isGreaterThanOrEqualTo(READABLE);
    }

    @ParameterizedTest
    @MethodSource("colours")
    @DisplayName("are readable as text on both themes' grounds")
    void inkOnGround(Rgb colour) {
        assertThat(LIGHT_GROUNDS)
                .allSatisfy(
                        ground -> assertThat(KeyPalette.inkOnLight(colour).contrast(ground)).isGreaterThan(READABLE));
        assertThat(DARK_GROUNDS)
                .allSatisfy(
                        ground -> assertThat(KeyPalette.inkOnDark(colour).contrast(ground)).isGreaterThan(READABLE));
    }

    @ParameterizedTest
    @MethodSource("colours")
    @DisplayName("stand out as bars on the light theme's ground")
    void barOnGround(Rgb colour) {
        assertThat(LIGHT_GROUNDS).allSatisfy(ground -> assertThat(colour.contrast(ground)).isGreaterThan(SEEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"news", "lecture-hall", "stream-8", "news:premium"})
    @DisplayName("differ by far from those of the key before and the key after")
    void neighboursDiffer(String line) {
        for (long number = 1; number <= 24; number++) {
            Rgb one = KeyPalette.colour(KeyLine.parse(line), number);
            Rgb next = KeyPalette.colour(KeyLine.parse(line), number + 1);
            int distance = Math.abs(one.red() - next.red()) + Math.abs(one.green() - next.green())
                    + Math.abs(one.blue() - next.blue());
            assertThat(distance).as("key %d beside key %d", number, number + 1).isGreaterThan(90);
        }
    }

    @Test
    @DisplayName("stay the same for an ID whose number is not known, and spread over random IDs")
    void randomIdsSpread() {
        KeyId random = new KeyId((1L << 48) + 123_456_789L);
        assertThat(KeyPalette.colour(random)).isEqualTo(KeyPalette.colour(new KeyId(random.value())));
        assertThat(Stream.iterate(1L << 48, id -> id + (1L << 33)).limit(100).map(KeyId::new).map(KeyPalette::colour)
                .distinct()).hasSizeGreaterThan(6);
    }

    @Test
    @DisplayName("contrast as WCAG reckons it")
    void contrast() {
        assertThat(Rgb.BLACK.contrast(Rgb.WHITE)).isEqualTo(21.0);
        assertThat(Rgb.of(0x777777).contrast(Rgb.WHITE)).isBetween(4.47, 4.49);
    }
}
