package org.kagicast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLineTest {

    @Test
    @DisplayName("A line of keys is written as its stream, with its label behind a colon")
    void text() {
        assertThat(KeyLine.parse("film")).isEqualTo(new KeyLine(new StreamName("film"))).hasToString("film");
        assertThat(KeyLine.parse("film:premium"))
                .isEqualTo(new KeyLine(new StreamName("film"), new KeyLabel("premium"))).hasToString("film:premium");
        assertThat(KeyLine.parse("film").label()).isEqualTo(KeyLabel.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"film:", ":premium", "film:Premium", "film:a:b", "", "film: "})
    @DisplayName("What is no such text is refused in one sentence")
    void refused(String text) {
        assertThatThrownBy(() -> KeyLine.parse(text)).isInstanceOf(OperatorException.class).message().endsWith(".");
    }
}
