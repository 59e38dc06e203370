package org.kagicast.contentserver.source;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagicast.model.OperatorException;

/// The options of one source, `name=value` joined by `&`. Each is taken once; what is left over is refused.
final class SourceOptions {

    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,12})([KMG]?)");

    private final String source;
    private final Map<String, String> values;

    private SourceOptions(String source, Map<String, String> values) {
        this.source = source;
        this.values = values;
    }

    /// @param source the whole source, for messages
    static SourceOptions read(String source, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String option : text.split("&", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            if (!option.isEmpty() && values.put(name, value) != null) {
                throw new OperatorException(
                        "The source \"" + source + "\" says " + name + "= twice: say it once.");
            }
        }
        return new SourceOptions(source, values);
    }

    /// A whole number, thousands, millions or billions with `K`, `M` or `G` behind.
    OptionalLong takeNumber(String name, long least, long most) {
        String value = values.remove(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        Matcher parts = NUMBER.matcher(value);
        long number = parts.matches() ? scaled(Long.parseLong(parts.group(1)), parts.group(2)) : -1;
        if (number < least || number > most) {
            throw new OperatorException("The " + name + "=" + value + " of source \"" + source
                    + "\" cannot be used: take a number from " + least + " to " + most
                    + ", in thousands, millions or billions with K, M or G behind, for example 20M.");
        }
        return OptionalLong.of(number);
    }

    Optional<Boolean> takeTruth(String name) {
        String value = values.remove(name);
        if (value == null) {
            return Optional.empty();
        }
        return switch (value) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw new OperatorException("The " + name + "=" + value + " of source \"" + source
                    + "\" cannot be read: take " + name + "=true or " + name + "=false.");
        };
    }

    Optional<InetAddress> takeAddress(String name) {
        String value = values.remove(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(value));
        } catch (IllegalArgumentException notLiteral) {
            throw new OperatorException("The " + name + "=" + value + " of source \"" + source
                    + "\" is not an address: write it in numbers, for example " + name + "=192.0.2.20.", notLiteral);
        }
    }

    /// One of these words.
    <T> Optional<T> takeOne(String name, Map<String, T> words) {
        String value = values.remove(name);
        if (value == null) {
            return Optional.empty();
        }
        T meant = words.get(value);
        if (meant == null) {
            throw new OperatorException("The " + name + "=" + value + " of source \"" + source
                    + "\" cannot be read: take " + String.join(" or ",
                            words.keySet().stream().sorted().map(word -> name + "=" + word).toList())
                    + ".");
        }
        return Optional.of(meant);
    }

    void refuseRest(String known) {
        if (!values.isEmpty()) {
            throw new OperatorException("The source \"" + source + "\" has no option \""
                    + values.keySet().iterator().next() + "\": take " + known + ".");
        }
    }

    private static long scaled(long number, String unit) {
        return switch (unit) {
            case "K" -> Math.multiplyExact(number, 1_000L);
            case "M" -> Math.multiplyExact(number, 1_000_000L);
            case "G" -> number > Integer.MAX_VALUE ? -1 : number * 1_000_000_000L;
            default -> number;
        };
    }
}
