package org.kagicast.pki.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.OperatorException;
import org.kagicast.pki.files.UsedTokens.Use;

class UsedTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SOON = NOW.plusSeconds(600);
    private static final String FIRST = "a".repeat(32);
    private static final String SECOND = "b".repeat(32);

    private Path file;

    @BeforeEach
    void place(@TempDir Path folder) {
        file = folder.resolve("used-tokens");
    }

    @Test
    @DisplayName("A token is used once, also over a restart, and is on the disk before anybody hears of it")
    void usedOnce() throws Exception {
        try (UsedTokens tokens = UsedTokens.open(file)) {
            assertThat(tokens.use(FIRST, SOON)).isEqualTo(Use.FIRST);
            assertThat(Files.readString(file)).contains(FIRST);
            assertThat(tokens.use(FIRST, SOON)).isEqualTo(Use.AGAIN);
        }
        try (UsedTokens again = UsedTokens.open(file)) {
            assertThat(again.use(FIRST, SOON)).isEqualTo(Use.AGAIN);
            assertThat(again.use(SECOND, SOON)).isEqualTo(Use.FIRST);
        }
    }

    @Test
    @DisplayName("A line that a crash cut off spoils none before it and none after it")
    void cutOffLineSpoilsNothing() throws Exception {
        try (UsedTokens tokens = UsedTokens.open(file)) {
            tokens.use(FIRST, SOON);
        }
        Files.writeString(file, SECOND.substring(0, 10), StandardOpenOption.APPEND);

        try (UsedTokens tokens = UsedTokens.open(file)) {
            assertThat(tokens.use(SECOND, SOON)).isEqualTo(Use.FIRST);
        }
        try (UsedTokens tokens = UsedTokens.open(file)) {
            assertThat(tokens.use(FIRST, SOON)).isEqualTo(Use.AGAIN);
            assertThat(tokens.use(SECOND, SOON)).isEqualTo(Use.AGAIN);
        }
    }

    @Test
    @DisplayName("R31 A used token is never taken again, whatever the clock did in the meantime")
    void neverForgotten() {
        try (UsedTokens tokens = UsedTokens.open(file, 4)) {
            assertThat(tokens.use(FIRST, SOON)).isEqualTo(Use.FIRST);
        }
        for (int more = 0; more < 20; more++) {
            try (UsedTokens tokens = UsedTokens.open(file, 4)) {
                assertThat(tokens.use(id(more), SOON.plus(Duration.ofDays(1 + more)))).isEqualTo(Use.FIRST);
                assertThat(tokens.use(FIRST, SOON)).isNotEqualTo(Use.FIRST);
                assertThat(tokens.use(id(more), SOON.plus(Duration.ofDays(1 + more)))).isEqualTo(Use.AGAIN);
            }
        }
    }

    @Test
    @DisplayName("The list does not grow for ever: what expires first is dropped, and no token that expires so early is taken")
    void dropsWhatExpiresFirst() throws Exception {
        try (UsedTokens tokens = UsedTokens.open(file, 4)) {
            for (int more = 0; more < 5; more++) {
                tokens.use(id(more), SOON.plusSeconds(more));
            }
            assertThat(Files.readAllLines(file)).hasSize(3);
            assertThat(tokens.use(FIRST, SOON.plusSeconds(2))).isEqualTo(Use.UNKNOWN);
            assertThat(tokens.use(id(4), SOON.plusSeconds(4))).isEqualTo(Use.AGAIN);
        }
        try (UsedTokens tokens = UsedTokens.open(file, 4)) {
            assertThat(tokens.use(id(0), SOON)).isEqualTo(Use.UNKNOWN);
            assertThat(tokens.use(FIRST, SOON.plusSeconds(3))).isEqualTo(Use.FIRST);
        }
    }

    @Test
    @DisplayName("A use that a full disk cut off does not take the next one with it")
    void cutOffUseSpoilsNoNext() throws Exception {
        try (UsedTokens tokens = UsedTokens.open(file)) {
            tokens.use(FIRST, SOON);
            Files.writeString(file, "c".repeat(32) + " 17", StandardOpenOption.APPEND);
            assertThat(tokens.use(SECOND, SOON)).isEqualTo(Use.FIRST);
        }
        try (UsedTokens tokens = UsedTokens.open(file)) {
            assertThat(tokens.use(FIRST, SOON)).isEqualTo(Use.AGAIN);
            assertThat(tokens.use(SECOND, SOON)).isEqualTo(Use.AGAIN);
        }
    }

    private static String id(int number) {
        return "%032x".formatted(number);
    }

    @Test
    @DisplayName("It is open once at a time")
    void openOnce() {
        try (UsedTokens tokens = UsedTokens.open(file)) {
            assertThatThrownBy(() -> UsedTokens.open(file)).isInstanceOf(OperatorException.class);
        }
        UsedTokens.open(file).close();
    }
}
