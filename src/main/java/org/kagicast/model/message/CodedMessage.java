package org.kagicast.model.message;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// One sentence or more for people, which names the thing and the cure: a code with its parameters, from which whoever
/// reads it makes the text in his own language, and the text in English, which is used where the code is not known.
/// Without secrets. Made by a [MessageCode], or without a code by [#plain].
///
/// @param code names the text in the catalogues, such as `client.key-not-granted`; empty where there is the text alone
/// @param values the parameters by their names, in order
/// @param text in English
public record CodedMessage(String code, SequencedMap<String, Value> values, String text) {

    /// The code of several messages one after the other; their names count them.
    static final String JOINED = "joined";

    public CodedMessage {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /// What a parameter is.
    public sealed interface Value {

        /// A name, an ID, or what the system says; never to be translated.
        record Text(String text) implements Value {}

        record Count(long number) implements Value {}

        /// To the second.
        record Time(Instant at) implements Value {}

        /// To the millisecond.
        record Span(Duration length) implements Value {}

        /// A message within the message.
        record Part(CodedMessage message) implements Value {}

        /// @param value an empty [Optional] is an empty text, and true is 1
        static Value of(Object value) {
            return switch (value) {
                case Value made -> made;
                case Optional<?> some -> some.map(Value::of).orElseGet(() -> new Text(""));
                case Boolean truth -> new Count(truth ? 1 : 0);
                case Integer number -> new Count(number);
                case Long number -> new Count(number);
                case Instant at -> new Time(at.truncatedTo(ChronoUnit.SECONDS));
                case Duration length -> new Span(Duration.ofMillis(length.toMillis()));
                case CodedMessage message when message.code.isEmpty() -> new Text(message.text);
                case CodedMessage message -> new Part(message);
                default -> new Text(value.toString());
            };
        }
    }

    /// One that has no code, and so is in English everywhere.
    public static CodedMessage plain(String text) {
        return new CodedMessage("", Collections.emptySortedMap(), text);
    }

    /// Several in a row; empty if there is none.
    public static Optional<CodedMessage> joined(Stream<CodedMessage> messages) {
        return messages.reduce(CodedMessage::then);
    }

    /// This message and another one after it.
    public CodedMessage then(CodedMessage next) {
        SequencedMap<String, Value> parts = new LinkedHashMap<>();
        Stream.of(this, next).flatMap(message -> message.code.equals(JOINED)
                ? message.values.values().stream()
                : Stream.of(Value.of(message)))
                .forEach(part -> parts.put(Integer.toString(parts.size() + 1), part));
        return new CodedMessage(JOINED, parts, text + " " + next.text);
    }

    /// In English.
    @Override
    public String toString() {
        return text;
    }
}
