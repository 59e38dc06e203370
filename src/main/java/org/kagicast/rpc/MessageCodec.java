package org.kagicast.rpc;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.kagicast.model.Printable;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.CodedMessage.Value;
import org.kagicast.model.message.MessageCatalogue;
import org.kagicast.proto.CodedMessage.Parameter;

/// Puts messages for people on the wire and takes them off. What another node sends is not believed: texts are made fit to
/// be shown and cut to a bound; a code that breaks a rule is left out, and the English sentence beside it stays.
public final class MessageCodec {

    static final int LONGEST_SENTENCE = 8_000;
    static final int LONGEST_TEXT = 2_000;
    static final int MOST_BYTES = 16_384;
    static final int MOST_PARAMETERS = 64;
    static final int DEEPEST = 8;

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,32}");

    private MessageCodec() {
    }

    /// The code and parameters of a message, to stand beside its sentence; without a code if the message has none.
    public static org.kagicast.proto.CodedMessage write(CodedMessage message) {
        var written = org.kagicast.proto.CodedMessage.newBuilder().setCode(message.code());
        message.values().forEach((name, value) -> {
            Parameter.Builder parameter = written.addParametersBuilder().setName(name);
            switch (value) {
                case Value.Text(String text) -> parameter.setText(text);
                case Value.Count(long number) -> parameter.setNumber(number);
                case Value.Time(Instant at) -> parameter.setTimeMs(at.toEpochMilli());
                case Value.Span(Duration length) -> parameter.setDurationMs(length.toMillis());
                case Value.Part(CodedMessage part) -> parameter.setMessage(write(part));
            }
        });
        return written.build();
    }

    /// A message with times as they were written.
    public static Optional<CodedMessage> read(String sentence, org.kagicast.proto.CodedMessage code) {
        return read(sentence, code, Duration.ZERO);
    }

    /// @param sentence in English; what comes without one is no message
    /// @param code may be empty
    /// @param ahead how far the clock of the one who wrote it is ahead of the reader's
    public static Optional<CodedMessage> read(String sentence, org.kagicast.proto.CodedMessage code, Duration ahead) {
        String text = printable(sentence, LONGEST_SENTENCE);
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(values(code, ahead).map(values -> new CodedMessage(code.getCode(), values, text))
                        .orElseGet(() -> CodedMessage.plain(text)));
    }

    private static Optional<SequencedMap<String, Value>> values(org.kagicast.proto.CodedMessage code, Duration ahead) {
        return code.getCode().isEmpty() || code.getSerializedSize() > MOST_BYTES
                ? Optional.empty()
                : values(code, ahead, DEEPEST);
    }

    /// Empty if something in it breaks a rule.
    private static Optional<SequencedMap<String, Value>> values(org.kagicast.proto.CodedMessage code, Duration ahead,
            int deepest) {
        if (deepest == 0 || !CODE.matcher(code.getCode()).matches() || code.getParametersCount() > MOST_PARAMETERS) {
            return Optional.empty();
        }
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        for (Parameter parameter : code.getParametersList()) {
            Optional<Value> value = NAME.matcher(parameter.getName()).matches()
                    ? value(parameter, ahead, deepest)
                    : Optional.empty();
            if (value.isEmpty() || values.putIfAbsent(parameter.getName(), value.get()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(Collections.unmodifiableSequencedMap(values));
    }

    private static Optional<Value> value(Parameter parameter, Duration ahead, int deepest) {
        return switch (parameter.getValueCase()) {
            case TEXT -> Optional.of(new Value.Text(printable(parameter.getText(), LONGEST_TEXT)));
            case NUMBER -> Optional.of(new Value.Count(parameter.getNumber()));
            case TIME_MS -> Optional.of(new Value.Time(Instant.ofEpochMilli(parameter.getTimeMs()).minus(ahead)));
            case DURATION_MS -> Optional.of(parameter.getDurationMs()).filter(millis -> millis >= 0)
                    .map(millis -> new Value.Span(Duration.ofMillis(millis)));
            case MESSAGE -> {
                String code = parameter.getMessage().getCode();
                yield values(parameter.getMessage(), ahead, deepest - 1).map(values -> new Value.Part(
                        new CodedMessage(code, values, MessageCatalogue.inEnglish(code, values).orElse(""))));
            }
            case VALUE_NOT_SET -> Optional.empty();
        };
    }

    private static String printable(String text, int longest) {
        String printable = Printable.sentence(text);
        return printable.length() <= longest ? printable : printable.substring(0, longest - 1) + "…";
    }
}
