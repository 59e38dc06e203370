package org.kagicast.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.CodedMessage.Value;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.proto.CodedMessage.Parameter;

@DisplayName("A message for people")
class MessageCodecTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private static org.kagicast.proto.CodedMessage.Builder code(String code) {
        return org.kagicast.proto.CodedMessage.newBuilder().setCode(code);
    }

    private static Parameter text(String name, String value) {
        return Parameter.newBuilder().setName(name).setText(value).build();
    }

    private static org.kagicast.proto.CodedMessage nested(int deep) {
        var message = code("stream.about-label");
        return deep == 0
                ? message.build()
                : message.addParameters(Parameter.newBuilder().setName("message").setMessage(nested(deep - 1))).build();
    }

    @Test
    @DisplayName("crosses the wire whole")
    void whole() {
        CodedMessage message = StreamMessage.PUT_OFF.with(StreamMessage.NOBODY_FETCHED.with(42), "news", 42, AT,
                AT.plusSeconds(30), 41).then(KeyServerMessage.COPY_BEHIND.with(Duration.ofMillis(1_500), 3))
                .then(CodedMessage.plain("And this."))
                .then(ClientMessage.KEY_NOT_GRANTED.with("ks", 1, Optional.empty()));

        assertThat(MessageCodec.read(message.text(), MessageCodec.write(message))).contains(message);
    }

    @Test
    @DisplayName("of an older node has its sentence alone, and one without a sentence is none")
    void older() {
        assertThat(MessageCodec.read("Something is wrong.", org.kagicast.proto.CodedMessage.getDefaultInstance()))
                .contains(CodedMessage.plain("Something is wrong."));
        assertThat(MessageCodec.read("", code("stream.closed").addParameters(text("stream", "news")).build()))
                .isEmpty();
    }

    @Test
    @DisplayName("of a newer node keeps a code that is not known here, for whoever knows it")
    void newer() {
        var message = MessageCodec.read("It is new.", code("stream.of-tomorrow").addParameters(text("x", "y")).build());

        assertThat(message).hasValueSatisfying(read -> assertThat(read.code()).isEqualTo("stream.of-tomorrow"));
        assertThat(message).map(CodedMessage::text).contains("It is new.");
    }

    static Stream<org.kagicast.proto.CodedMessage> hostile() {
        var tooMany = code("stream.closed");
        for (int number = 0; number <= MessageCodec.MOST_PARAMETERS; number++) {
            tooMany.addParameters(text("p" + number, ""));
        }
        return Stream.of(code("Stream Closed").build(), code("a".repeat(65)).build(), code("stream.\u001b[31m").build(),
                code("stream.closed").addParameters(text("a name", "x")).build(),
                code("stream.closed").addParameters(text("", "x")).build(),
                code("stream.closed").addParameters(text("stream", "a")).addParameters(text("stream", "b")).build(),
                code("stream.closed").addParameters(Parameter.newBuilder().setName("stream")).build(),
                code("stream.closed").addParameters(Parameter.newBuilder().setName("stream").setDurationMs(-1)).build(),
                code("stream.closed").addParameters(text("stream", "x".repeat(MessageCodec.MOST_BYTES))).build(),
                tooMany.build(), nested(MessageCodec.DEEPEST),
                code("stream.about-label").addParameters(Parameter.newBuilder().setName("message")
                        .setMessage(code("BAD"))).build());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @DisplayName("whose code breaks a rule has its sentence alone")
    void refused(org.kagicast.proto.CodedMessage code) {
        assertThat(MessageCodec.read("Something is wrong.", code)).contains(CodedMessage.plain("Something is wrong."));
    }

    @Test
    @DisplayName("is cut to its bounds, and freed of what cannot be shown")
    void tamed() {
        String evil = "a\u001b[31m\u202eb\n";
        CodedMessage read = MessageCodec.read(evil + "x".repeat(20_000), code("stream.closed")
                .addParameters(text("stream", evil + "y".repeat(5_000))).build()).orElseThrow();

        assertThat(read.text()).hasSize(MessageCodec.LONGEST_SENTENCE).endsWith("…").doesNotContain("\u001b", "\u202e",
                "\n");
        assertThat(read.values().get("stream")).isInstanceOfSatisfying(Value.Text.class, text -> assertThat(text.text())
                .hasSize(MessageCodec.LONGEST_TEXT).doesNotContain("\u001b", "\u202e", "\n"));
    }

    @Test
    @DisplayName("with the largest and smallest of times, numbers and depths is read without harm")
    void extremes() {
        var message = code("key-server.copy-behind")
                .addParameters(Parameter.newBuilder().setName("age").setDurationMs(Long.MAX_VALUE))
                .addParameters(Parameter.newBuilder().setName("revisions").setNumber(Long.MIN_VALUE))
                .addParameters(Parameter.newBuilder().setName("at").setTimeMs(Long.MIN_VALUE)).build();

        assertThat(MessageCodec.read("It is behind.", message, Duration.ofDays(1))).isPresent();
        assertThat(MessageCodec.read("It is deep.", nested(MessageCodec.DEEPEST - 1)))
                .hasValueSatisfying(deep -> assertThat(deep.code()).isEqualTo("stream.about-label"));
    }

    @Test
    @DisplayName("has its times as the reader's clock has them")
    void clocks() {
        CodedMessage message = StreamMessage.SOURCE_SILENT.with("-", AT);

        assertThat(MessageCodec.read(message.text(), MessageCodec.write(message), Duration.ofSeconds(5)).orElseThrow()
                .values().get("time")).isEqualTo(new Value.Time(AT.minusSeconds(5)));
    }

    @Test
    @DisplayName("of a refused call reaches the caller with its code")
    void calls() {
        CodedMessage why = KeyServerMessage.RUNS_ALREADY.with("cs-1", AT, "192.0.2.1 port 7000");
        for (RuntimeException refused : new RuntimeException[]{new OperatorException(why),
                new CallRefusedException(Status.Code.ALREADY_EXISTS, why)}) {
            var told = new StatusRuntimeException(GrpcErrors.statusOf(refused), RefusalTrailer.of(refused));

            assertThat(GrpcErrors.exception("key server", told).coded()).isEqualTo(why);
            assertThat(Retry.after(GrpcErrors.exception("key server", told)))
                    .isEqualTo(Retry.after(told.getStatus().getCode()));
        }
    }

    @Test
    @DisplayName("of a refused call that is no message is left out")
    void garbledCalls() {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("kagicast-message-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[]{1, 2, 3});

        assertThat(GrpcErrors.exception("key server", new StatusRuntimeException(
                Status.PERMISSION_DENIED.withDescription("You may not."), trailers)).coded())
                .isEqualTo(CodedMessage.plain("You may not."));
    }
}
