package org.kagicast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The code points are those of RFC 2474, 2597, 3246 and 8622.
class DscpTest {

    @ParameterizedTest
    @CsvSource({"0, 0, cs0", "ef, 46, ef", "AF41, 34, af41", "af13, 14, af13", "cs5, 40, cs5", "le, 1, le",
            "63, 63, 63"})
    @DisplayName("a DSCP is a number or a name")
    void parses(String text, int codePoint, String name) {
        assertThat(Dscp.parse(text).codePoint()).isEqualTo(codePoint);
        assertThat(Dscp.parse(text).trafficClass()).isEqualTo(codePoint * 4);
        assertThat(Dscp.parse(text)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "-1", "af44", "fast", ""})
    @DisplayName("what is none is refused with the choice")
    void refuses(String text) {
        assertThatThrownBy(() -> Dscp.parse(text)).isInstanceOf(OperatorException.class).hasMessageContaining("af41");
    }
}
