package org.kagicast.console.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The name and the type of one thing that [Preferences] remember: how it is written in the file, and what is taken where
/// the file has nothing, or nothing sensible.
///
/// @param name as in the file: letters, digits, dots and hyphens
/// @param usual what it is until somebody changes it
/// @param read empty for a text that cannot be what was written
/// @param write the inverse of `read`
/// @param <T> its values
public record Setting<T>(String name, T usual, Function<String, Optional<T>> read, Function<T, String> write) {

    private static final int LONGEST_TEXT = 256;
    private static final int MOST_PARTS = 64;

    /// Several of one type, told apart by what they are about, such as a stream; of these, the latest 200 are remembered.
    ///
    /// @param name what comes first in the names of all of them
    public record Family<T>(String name, Function<String, Setting<T>> make) {

        /// The one about something.
        ///
        /// @param parts any texts, such as the names of a domain and a stream
        public Setting<T> of(String... parts) {
            return make.apply(name + "." + Preferences.named(parts));
        }
    }

    /// One for each thing that it can be about.
    public static <T> Family<T> family(String name, Function<String, Setting<T>> make) {
        return new Family<>(name, make);
    }

    /// One of an enumeration's values.
    public static <E extends Enum<E>> Setting<E> choice(String name, E[] values, E usual) {
        return new Setting<>(name, usual,
                text -> Arrays.stream(values).filter(value -> word(value).equals(text)).findFirst(), Setting::word);
    }

    public static Setting<Boolean> flag(String name, boolean usual) {
        return new Setting<>(name, usual, text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        }, value -> Boolean.toString(value));
    }

    /// A whole number; one out of bounds counts as none.
    public static Setting<Integer> whole(String name, int least, int most, int usual) {
        return new Setting<>(name, usual, text -> whole(text).filter(value -> value >= least && value <= most),
                value -> Integer.toString(value));
    }

    /// A while of up to a day, to the millisecond; zero for none.
    public static Setting<Duration> time(String name) {
        return new Setting<>(name, Duration.ZERO,
                text -> whole(text).filter(millis -> millis > 0 && millis <= Duration.ofDays(1).toMillis())
                        .map(Duration::ofMillis),
                value -> Long.toString(value.toMillis()));
    }

    /// Shares of a whole, such as the places of dividers: each between 0 and 1; empty for where they usually are.
    public static Setting<List<Double>> shares(String name) {
        return new Setting<>(name, List.of(), text -> parts(text).flatMap(Setting::shares),
                values -> join(values.stream().map(value -> String.format(Locale.ROOT, "%.4f", value)).toList()));
    }

    /// Short texts without commas, such as the names of columns.
    public static Setting<List<String>> words(String name) {
        return new Setting<>(name, List.of(), Setting::parts, Setting::join);
    }

    /// A text of up to 256 characters; empty for none.
    public static Setting<String> text(String name) {
        return new Setting<>(name, "", text -> Optional.of(text).filter(each -> each.length() <= LONGEST_TEXT),
                value -> value);
    }

    private static Optional<Integer> whole(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException edited) {
            return Optional.empty();
        }
    }

    private static Optional<List<Double>> shares(List<String> parts) {
        try {
            return Optional.of(parts.stream().map(Double::valueOf).toList())
                    .filter(values -> values.stream().allMatch(value -> value >= 0 && value <= 1));
        } catch (NumberFormatException edited) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> parts(String text) {
        List<String> parts = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
        return Optional.of(parts).filter(each -> each.size() <= MOST_PARTS);
    }

    private static String join(List<String> parts) {
        return String.join(",", parts.stream().map(part -> part.replace(',', ' ')).limit(MOST_PARTS).toList());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
