package org.kagicast.contentserver.labelling;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.labelling.LabelRules.Rule;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConfigurationMessage;

/// Reads the rules of [LabelRules#parse].
final class RuleReader {

    private static final String REST = "rest";
    private static final int HIGHEST_PID = 0x1fff;
    private static final int HIGHEST_PROGRAM = 0xffff;
    private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2}){1,64}");
    private static final Pattern DAILY = Pattern.compile("([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})(?:@(.+))?");

    private final List<Rule> rules = new ArrayList<>();
    private @Nullable KeyLabel rest;

    LabelRules read(List<String> texts) {
        if (texts.isEmpty()) {
            return LabelRules.NONE;
        }
        texts.forEach(this::readOne);
        return new LabelRules(rules, Optional.ofNullable(rest)
                .orElseThrow(() -> new OperatorException(ConfigurationMessage.REST_LACKING.with(
                        String.join(", ", rules.stream().map(rule -> rule.label().value()).distinct().toList())))));
    }

    private void readOne(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new OperatorException(ConfigurationMessage.RULE_UNREADABLE.with(text));
        }
        KeyLabel label = new KeyLabel(text.substring(0, equals));
        String which = text.substring(equals + 1);
        if (which.equals(REST)) {
            readRest(label);
        } else {
            rules.add(new Rule(label, List.of(which.split("&", -1)).stream().map(RuleReader::condition).toList()));
        }
    }

    private void readRest(KeyLabel label) {
        if (rest != null) {
            throw new OperatorException(ConfigurationMessage.REST_TWICE.with(String.valueOf(rest), label));
        }
        rest = label;
    }

    private static Condition condition(String text) {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        return switch (text.substring(0, Math.max(0, colon))) {
            case "pid" -> new Condition.Pids(numbers(text, value, 0, HIGHEST_PID));
            case "program" -> new Condition.Programs(numbers(text, value, 1, HIGHEST_PROGRAM));
            case "prefix" -> prefix(text, value);
            case "source" -> new Condition.FromSource(value);
            case "time" -> daily(text, value);
            default -> throw new OperatorException(ConfigurationMessage.CONDITION_UNKNOWN.with(text));
        };
    }

    private static Set<Integer> numbers(String text, String value, int least, int most) {
        Set<Integer> numbers = new TreeSet<>();
        for (String number : value.split(",", -1)) {
            try {
                numbers.add(Integer.decode(number));
            } catch (NumberFormatException none) {
                numbers.add(-1);
            }
        }
        if (numbers.stream().anyMatch(number -> number < least || number > most)) {
            throw new OperatorException(ConfigurationMessage.CONDITION_OUT_OF_RANGE.with(text, least, most));
        }
        return numbers;
    }

    private static Condition prefix(String text, String value) {
        if (!HEX.matcher(value).matches()) {
            throw new OperatorException(ConfigurationMessage.CONDITION_NOT_HEX.with(text));
        }
        return new Condition.Prefix(value);
    }

    private static Condition daily(String text, String value) {
        Matcher parts = DAILY.matcher(value);
        if (parts.matches()) {
            try {
                LocalTime from = LocalTime.parse(parts.group(1));
                LocalTime until = parts.group(2).equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(parts.group(2));
                ZoneId zone = parts.group(3) == null ? ZoneId.systemDefault() : ZoneId.of(parts.group(3));
                if (!from.equals(until)) {
                    return new Condition.Daily(from, until, zone);
                }
            } catch (DateTimeException impossible) {
                throw notATime(text, impossible);
            }
        }
        throw notATime(text, null);
    }

    private static OperatorException notATime(String text, @Nullable Exception cause) {
        CodedMessage sentence = ConfigurationMessage.CONDITION_NO_TIME.with(text);
        return cause == null ? new OperatorException(sentence) : new OperatorException(sentence, cause);
    }
}
