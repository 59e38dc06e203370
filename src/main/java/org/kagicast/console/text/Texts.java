package org.kagicast.console.text;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.MessageCatalogue;

/// All words of one language, and how it writes quantities. Immutable.
public final class Texts {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Language language;
    private final ZoneId zone;
    private final ResourceBundle bundle;
    private final MessageCatalogue messages;
    /// Those that were asked for; to read one anew takes longer than to fill it.
    private final Map<String, MessageFormat> formats = new ConcurrentHashMap<>();

    private Texts(Language language, ZoneId zone) {
        this.language = language;
        this.zone = zone;
        this.bundle = ResourceBundle.getBundle("org.kagicast.console.texts", language.locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.messages = MessageCatalogue.of(language.locale(), new MessageQuantities());
    }

    private final class MessageQuantities implements MessageCatalogue.Quantities {

        @Override
        public String time(Instant at) {
            return SECOND.format(at.atZone(zone));
        }

        @Override
        public String span(Duration length) {
            return length.toMillis() % 1_000 == 0 || length.toSeconds() >= 120 ? duration(length) : tenths(length);
        }
    }

    /// @param zone in which times of day are written
    public static Texts in(Language language, ZoneId zone) {
        return new Texts(language, zone);
    }

    public Language language() {
        return language;
    }

    /// For the `%key` texts of FXML.
    public ResourceBundle bundle() {
        return bundle;
    }

    /// The text of a key, its `{0}` … filled with the arguments.
    public String of(String key, Object... arguments) {
        MessageFormat format = formats.computeIfAbsent(key,
                absent -> new MessageFormat(bundle.getString(absent), language.locale()));
        synchronized (format) {
            return format.format(arguments);
        }
    }

    /// A message of a node: what it says in English stands as it is, and so does one whose code this version does not know.
    public String of(CodedMessage message) {
        return language == Language.ENGLISH ? message.text() : messages.text(message).orElse(message.text());
    }

    /// The text of one value of an enumeration, as `prefix.VALUE` names it.
    public String of(String prefix, Enum<?> value) {
        return of(prefix + "." + value.name());
    }

    /// As [#of(String, Enum)], filled with arguments.
    public String of(String prefix, Enum<?> value, Object argument) {
        return of(prefix + "." + value.name(), argument);
    }

    /// As [#of(String, Enum)], filled with arguments.
    public String of(String prefix, Enum<?> value, Object[] arguments) {
        return of(prefix + "." + value.name(), arguments);
    }

    /// A moment with day and zone, as ISO 8601 has it, for files.
    public String zoned(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone).truncatedTo(ChronoUnit.MILLIS));
    }

    /// A time of day to the second.
    public String clock(Instant at) {
        return CLOCK.format(at.atZone(zone));
    }

    /// A day and a time of it to the minute.
    public String minute(Instant at) {
        return MINUTE.format(at.atZone(zone));
    }

    /// A short while with tenths, such as `3.2 s`, for countdowns.
    public String tenths(Duration while_) {
        long millis = Math.max(0, while_.toMillis());
        return of("quantity.seconds", String.format(language.locale(), "%.1f", millis / 1000.0));
    }

    /// Whole seconds up to two minutes, then minutes, then hours.
    public String duration(Duration while_) {
        long seconds = Math.max(0, while_.toSeconds());
        if (seconds < 120) {
            return of("quantity.seconds", Long.toString(seconds));
        }
        return seconds < 7200
                ? of("quantity.minutes", Long.toString(seconds / 60))
                : of("quantity.hours", Long.toString(seconds / 3600));
    }

    /// A whole number with thin gaps between thousands, such as `10 512`.
    public String number(long number) {
        String digits = Long.toString(number);
        StringBuilder grouped = new StringBuilder(digits);
        int first = digits.startsWith("-") ? 1 : 0;
        for (int at = digits.length() - 3; at > first; at -= 3) {
            grouped.insert(at, '\u2009');
        }
        return grouped.toString();
    }

    /// A small rate with one decimal below ten, such as `0.2` or `31`.
    public String rate(double perSecond) {
        return perSecond > 0 && perSecond < 9.95
                ? String.format(language.locale(), "%.1f", perSecond)
                : number(Math.round(perSecond));
    }

    /// A bit rate, such as `110 Mbit/s`.
    public String bitRate(double bitsPerSecond) {
        if (bitsPerSecond >= 1e9) {
            return String.format(language.locale(), "%.1f Gbit/s", bitsPerSecond / 1e9);
        }
        if (bitsPerSecond >= 1e6) {
            return String.format(language.locale(), bitsPerSecond < 1e7 ? "%.1f Mbit/s" : "%.0f Mbit/s",
                    bitsPerSecond / 1e6);
        }
        return String.format(language.locale(), "%.0f kbit/s", bitsPerSecond / 1e3);
    }
}
