package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "console", "console --lab third", "console --connect 192.0.2.1:7400 --identity a",
            "console --lab classroom --crypto-period 10s"})
    @DisplayName("a window begins to open before all of the command line is read, where one will open")
    void opens(String line) {
        assertThat(ConsoleCommand.isNamed(words(line))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"console --help", "console --lab third --help", "console -h", "console --version", "--help",
            "status", "help console", "consol"})
    @DisplayName("no window begins to open for help, a complaint or another command")
    void opensNot(String line) {
        assertThat(ConsoleCommand.isNamed(words(line))).isFalse();
    }

    private static String[] words(String line) {
        return List.of(line.split(" ")).stream().filter(word -> !word.isEmpty()).toArray(String[]::new);
    }
}
