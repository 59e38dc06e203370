package org.kagicast.model.message;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.kagicast.model.message.CodedMessage.Value;

/// The texts of all codes in one language. They are written as [MessageFormat] has it, but name their parameters:
/// `{key}` stands for a parameter, and `{packets,choice,1#1 packet waits|1<{packets} packets wait}` chooses by a number,
/// or for any other parameter by whether it is there (1) or empty (0). Safe for use by several threads.
public final class MessageCatalogue {

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z][A-Za-z]*)([,}])");
    /// What stands between two messages in a row.
    private static final String BETWEEN = CodedMessage.JOINED + ".between";

    private static final MessageCatalogue ENGLISH = new MessageCatalogue(Locale.ENGLISH, new Quantities() {

        @Override
        public String time(Instant at) {
            return at.toString();
        }

        @Override
        public String span(Duration length) {
            long millis = length.toMillis();
            if (millis < 1_000 && millis > 0) {
                return millis + " ms";
            }
            return millis % 1_000 == 0
                    ? millis / 1_000 + " s"
                    : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }
    });

    private final ResourceBundle bundle;
    private final Quantities quantities;
    private final Map<String, Template> templates = new ConcurrentHashMap<>();

    private MessageCatalogue(Locale locale, Quantities quantities) {
        this.bundle = ResourceBundle.getBundle("org.kagicast.model.message.messages", locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.quantities = quantities;
    }

    /// How a language writes quantities.
    public interface Quantities {

        String time(Instant at);

        String span(Duration length);
    }

    public static MessageCatalogue of(Locale locale, Quantities quantities) {
        return new MessageCatalogue(locale, quantities);
    }

    /// The text of a message of ours; the code itself where the catalogue lacks it, which the tests do not let happen.
    static String english(String code, Map<String, Value> values) {
        return ENGLISH.render(code, values).orElseGet(() -> code + " " + values);
    }

    /// The English text of a code that came over the wire; empty if this version does not know it, or not with these
    /// parameters.
    public static Optional<String> inEnglish(String code, Map<String, Value> values) {
        return ENGLISH.render(code, values);
    }

    /// The message's text in this language; empty if it has no code, or one that this version does not know with these
    /// parameters.
    public Optional<String> text(CodedMessage message) {
        return render(message.code(), message.values());
    }

    private Optional<String> render(String code, Map<String, Value> values) {
        if (code.equals(CodedMessage.JOINED)) {
            return joined(values);
        }
        return template(code).flatMap(template -> template.fill(values));
    }

    private Optional<String> joined(Map<String, Value> values) {
        List<String> parts = new ArrayList<>();
        for (Value value : values.values()) {
            Optional<String> part = shown(value);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return Optional.of(String.join(bundle.getString(BETWEEN), parts));
    }

    private Optional<Template> template(String code) {
        Template known = templates.get(code);
        if (known == null && bundle.containsKey(code)) {
            known = new Template(bundle.getString(code));
            templates.put(code, known);
        }
        return Optional.ofNullable(known);
    }

    private Optional<String> shown(Value value) {
        return switch (value) {
            case Value.Text(String text) -> Optional.of(text);
            case Value.Count(long number) -> Optional.of(Long.toString(number));
            case Value.Time(Instant at) -> Optional.of(quantities.time(at));
            case Value.Span(Duration length) -> Optional.of(quantities.span(length));
            case Value.Part(CodedMessage message) -> text(message);
        };
    }

    /// All codes that it has texts for.
    Set<String> codes() {
        return bundle.keySet();
    }

    /// The names of the parameters that a code's text has.
    Set<String> parameters(String code) {
        return template(code).map(template -> Set.copyOf(template.names)).orElse(Set.of());
    }

    /// A text whose parameters are numbered, as [MessageFormat] wants it: each has two numbers, one for its value, which
    /// chooses, and one for its words.
    private final class Template {

        private final List<String> names = new ArrayList<>();
        private final MessageFormat format;

        Template(String pattern) {
            format = new MessageFormat(PARAMETER.matcher(pattern).replaceAll(this::number), Locale.ROOT);
        }

        private String number(MatchResult parameter) {
            String name = parameter.group(1);
            if (!names.contains(name)) {
                names.add(name);
            }
            boolean isChoice = parameter.group(2).equals(",");
            return "{" + (2 * names.indexOf(name) + (isChoice ? 0 : 1)) + parameter.group(2);
        }

        /// Empty if a parameter is missing, or is a message that is not known.
        Optional<String> fill(Map<String, Value> values) {
            Object[] numbered = new Object[2 * names.size()];
            for (int at = 0; at < names.size(); at++) {
                Value value = values.get(names.get(at));
                Optional<String> words = value == null ? Optional.empty() : shown(value);
                if (words.isEmpty()) {
                    return Optional.empty();
                }
                numbered[2 * at] = value instanceof Value.Count(long number) ? number : words.get().isEmpty() ? 0 : 1;
                numbered[2 * at + 1] = words.get();
            }
            return Optional.of(((MessageFormat) format.clone()).format(numbered));
        }
    }
}
