package org.kagicast.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What people read of a key.
class KeyNameTest {

    private static final KeyId ID = new KeyId(281_474_976_710_712L);

    @Test
    @DisplayName("a key is called by its line and its number there, with the ID for who looks closer")
    void numbered() {
        KeyName key = new KeyName(ID, KeyLine.parse("news"), 4);

        assertThat(key).hasToString("news 4");
        assertThat(key.withId()).isEqualTo("news 4 (ID 281474976710712)");
        assertThat(new KeyName(ID, KeyLine.parse("news:premium"), 4)).hasToString("news:premium 4");
    }

    @Test
    @DisplayName("a key whose number is not known is called by its ID, which nobody takes for a number")
    void notNumbered() {
        KeyName key = new KeyName(new KeyId(7), KeyLine.parse("news"), 0);

        assertThat(key).hasToString("ID 7");
        assertThat(key.withId()).isEqualTo("ID 7 of news");
        assertThat(KeyName.of(new KeyId(7))).isEqualTo("ID 7");
    }
}
