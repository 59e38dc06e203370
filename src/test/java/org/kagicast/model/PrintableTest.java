package org.kagicast.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A text that somebody else wrote is shown")
class PrintableTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 7, '\n', 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x200f, 0x2028, 0x2029, 0x202e, 0x2066,
            0xd800,
            0xe000, 0xfeff, 0xfffe, 0xe0041})
    @DisplayName("without what cannot be seen, or moves what is seen")
    void unshown(int codePoint) {
        String text = "a" + Character.toString(codePoint) + "b";

        assertThat(Printable.sentence(text)).isEqualTo("a b");
        assertThat(Printable.cited(text)).isEqualTo("a?b");
    }

    @Test
    @DisplayName("with letters of any language")
    void letters() {
        assertThat(Printable.sentence("鍵を待っています, für \u00e9t\u00e9: \ud83d\udd11"))
                .isEqualTo("鍵を待っています, für \u00e9t\u00e9: \ud83d\udd11");
    }
}
