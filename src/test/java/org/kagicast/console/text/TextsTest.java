package org.kagicast.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The console's texts")
class TextsTest {

    private static final Pattern FXML_KEY = Pattern.compile("\"%([\\w.]+)\"");
    private static final Pattern JAVA_KEY = Pattern.compile("\\bof\\(\"([a-zA-Z]+\\.[\\w.]+)\"");

    @Test
    @DisplayName("exist in both languages")
    void sameKeys() {
        assertThat(keys(Language.JAPANESE)).isEqualTo(keys(Language.ENGLISH));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are all well-formed patterns")
    void wellFormed(Language language) {
        Texts texts = texts(language);
        assertThat(keys(language)).allSatisfy(
                key -> assertThat(new MessageFormat(texts.bundle().getString(key), language.locale()).format(
                        new Object[]{1, 2, 3, 4, 5})).isNotNull());
    }

    @Test
    @DisplayName("exist for every key that the screens name")
    void nothingMissing() throws IOException {
        Set<String> named = new TreeSet<>();
        named.addAll(find(Path.of("fxml"), FXML_KEY));
        named.addAll(find(Path.of("src/main/java/org/kagicast/console"), JAVA_KEY));
        assertThat(named).hasSizeGreaterThan(80);
        Set<String> known = keys(Language.ENGLISH);
        assertThat(named).allMatch(key -> known.contains(key)
                || known.stream().anyMatch(other -> other.startsWith(key + ".") || other.equals(key + "None")));
    }

    @Test
    @DisplayName("write quantities shortly")
    void quantities() {
        Texts texts = texts(Language.ENGLISH);
        assertThat(texts.tenths(Duration.ofMillis(3_240))).isEqualTo("3.2 s");
        assertThat(texts.tenths(Duration.ofMillis(-5))).isEqualTo("0.0 s");
        assertThat(texts.duration(Duration.ofSeconds(54))).isEqualTo("54 s");
        assertThat(texts.duration(Duration.ofMinutes(5))).isEqualTo("5 min");
        assertThat(texts.duration(Duration.ofHours(3))).isEqualTo("3 h");
        assertThat(texts.number(10_512)).isEqualTo("10\u2009512");
        assertThat(texts.number(999)).isEqualTo("999");
        assertThat(texts.rate(0.2)).isEqualTo("0.2");
        assertThat(texts.rate(31.4)).isEqualTo("31");
        assertThat(texts.bitRate(110e6)).isEqualTo("110 Mbit/s");
        assertThat(texts.bitRate(3.44e6)).isEqualTo("3.4 Mbit/s");
        assertThat(texts.bitRate(2.5e9)).isEqualTo("2.5 Gbit/s");
        assertThat(texts.clock(Instant.parse("2026-01-01T10:42:07.9Z"))).isEqualTo("10:42:07");
        assertThat(texts(Language.JAPANESE).tenths(Duration.ofMillis(3_240))).isEqualTo("3.2 秒");
    }

    @Test
    @DisplayName("count one thing as one, and many as many")
    void plurals() {
        assertThat(texts(Language.ENGLISH).of("header.summary", 1, 2, 0))
                .isEqualTo("1 key server, 2 content servers, no client");
    }

    @Test
    @DisplayName("are English on a machine whose language the console does not speak")
    void unknownLanguage() {
        assertThat(Language.of(Locale.FRENCH)).isEqualTo(Language.ENGLISH);
        assertThat(Language.of(Locale.JAPAN)).isEqualTo(Language.JAPANESE);
    }

    private static Texts texts(Language language) {
        return Texts.in(language, ZoneOffset.UTC);
    }

    private static Set<String> keys(Language language) {
        return new TreeSet<>(Collections.list(texts(language).bundle().getKeys()));
    }

    private static List<String> find(Path folder, Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).flatMap(file -> {
                try {
                    return pattern.matcher(Files.readString(file)).results().map(found -> found.group(1)).toList()
                            .stream();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
        }
    }
}
