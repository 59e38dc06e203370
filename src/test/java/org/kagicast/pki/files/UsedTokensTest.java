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
        try (UsedTokens tokens = UsedTokens.open(file, NOW)) {
            assertThat(tokens.use(FIRST, SOON, NOW)).isTrue();
            assertThat(Files.readString(file)).contains(FIRST);
            assertThat(tokens.use(FIRST, SOON, NOW)).isFalse();
        }
        try (UsedTokens again = UsedTokens.open(file, NOW)) {
            assertThat(again.use(FIRST, SOON, NOW)).isFalse();
            assertThat(again.use(SECOND, SOON, NOW)).isTrue();
        }
    }

    @Test
    @DisplayName("A line that a crash cut off spoils none before it and none after it")
    void cutOffLineSpoilsNothing() throws Exception {
        try (UsedTokens tokens = UsedTokens.open(file, NOW)) {
            tokens.use(FIRST, SOON, NOW);
        }
        Files.writeString(file, SECOND.substring(0, 10), StandardOpenOption.APPEND);

        try (UsedTokens tokens = UsedTokens.open(file, NOW)) {
            assertThat(tokens.use(SECOND, SOON, NOW)).isTrue();
        }
        try (UsedTokens tokens = UsedTokens.open(file, NOW)) {
            assertThat(tokens.use(FIRST, SOON, NOW)).isFalse();
            assertThat(tokens.use(SECOND, SOON, NOW)).isFalse();
        }
    }

    @Test
    @DisplayName("Tokens are forgotten a day after they expired: the list does not grow for ever, nor trust the clock blindly")
    void expiredAreForgotten() throws Exception {
        try (UsedTokens tokens = UsedTokens.open(file, NOW)) {
            tokens.use(FIRST, SOON, NOW);
        }
        try (UsedTokens later = UsedTokens.open(file, SOON.plus(Duration.ofHours(23)))) {
            assertThat(later.use(FIRST, SOON, SOON.minusSeconds(1))).isFalse();
        }
        UsedTokens.open(file, SOON.plus(Duration.ofHours(25))).close();
        assertThat(file).isEmptyFile();
    }

    @Test
    @DisplayName("It is open once at a time")
    void openOnce() {
        try (UsedTokens tokens = UsedTokens.open(file, NOW)) {
            assertThatThrownBy(() -> UsedTokens.open(file, NOW)).isInstanceOf(OperatorException.class);
        }
        UsedTokens.open(file, NOW).close();
    }
}
