package org.kagicast.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

/// Amounts as options write them: bytes as `10G`, shares as `10%` or `0.1`.
final class Quantities {

    private static final Pattern BYTES = Pattern.compile("([0-9]{1,12})([kMGT]?)");
    private static final Pattern SHARE = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)(%?)");

    private Quantities() {
    }

    /// @throws OperatorException if the text does not read so, or is zero
    static long bytes(String text) {
        Matcher parts = BYTES.matcher(text);
        if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
            throw new OperatorException(ConfigurationMessage.BYTES_UNREADABLE.with(text));
        }
        long factor = switch (parts.group(2)) {
            case "k" -> 1_000L;
            case "M" -> 1_000_000L;
            case "G" -> 1_000_000_000L;
            case "T" -> 1_000_000_000_000L;
            default -> 1L;
        };
        return Math.min(Long.parseLong(parts.group(1)), Long.MAX_VALUE / factor) * factor;
    }

    /// A part of a whole, 0 to 1.
    ///
    /// @throws OperatorException if the text does not read so, or is more than the whole
    static double share(String text) {
        Matcher parts = SHARE.matcher(text);
        double share = parts.matches()
                ? Double.parseDouble(parts.group(1)) / (parts.group(2).isEmpty() ? 1 : 100)
                : Double.NaN;
        if (!(share <= 1)) {
            throw new OperatorException(ConfigurationMessage.SHARE_UNREADABLE.with(text));
        }
        return share;
    }
}
