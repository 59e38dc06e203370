package org.kagicast.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

/// Durations as options write them: `500ms`, `5s`, `2m`, `1h`, `30d`.
final class Durations {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Durations() {
    }

    /// @throws OperatorException if the text does not read so, or is zero
    static Duration parse(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
            throw new OperatorException(ConfigurationMessage.DURATION_UNREADABLE.with(text));
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
