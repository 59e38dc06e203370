package org.kagicast.contentserver.source;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

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
                throw new OperatorException(ConfigurationMessage.OPTION_TWICE.with(source, name));
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
            throw new OperatorException(
                    ConfigurationMessage.OPTION_OUT_OF_RANGE.with(name, value, source, least, most));
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
            default -> throw new OperatorException(
                    ConfigurationMessage.OPTION_NEITHER_TRUE_NOR_FALSE.with(name, value, source));
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
            throw new OperatorException(ConfigurationMessage.OPTION_NOT_ADDRESS.with(name, value, source), notLiteral);
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
            throw new OperatorException(ConfigurationMessage.OPTION_UNREADABLE.with(name, value, source,
                    String.join(", ", words.keySet().stream().sorted().map(word -> name + "=" + word).toList())));
        }
        return Optional.of(meant);
    }

    void refuseRest(String known) {
        if (!values.isEmpty()) {
            throw new OperatorException(
                    ConfigurationMessage.NO_SUCH_OPTION.with(source, values.keySet().iterator().next(), known));
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
