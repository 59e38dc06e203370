package org.kagicast.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

import org.kagicast.model.message.CodedMessage;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Results for scripts: one JSON object on one line. Names are strings, key IDs numbers, instants ISO 8601, durations
/// seconds, sentences English, and the values of enumerations are in lower case with hyphens.
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule("kagicast").addSerializer(KeyId.class, new OfKeyId())
                    .addSerializer(StreamName.class, ToStringSerializer.instance)
                    .addSerializer(KeyLabel.class, ToStringSerializer.instance)
                    .addSerializer(NodeName.class, ToStringSerializer.instance)
                    .addSerializer(MulticastGroup.class, ToStringSerializer.instance)
                    .addSerializer(CodedMessage.class, ToStringSerializer.instance)
                    .addSerializer(Duration.class, new OfDuration()).addSerializer(Enum.class, new OfEnum()))
            .build();

    private Json() {
    }

    static String write(Object result) {
        return MAPPER.writeValueAsString(result);
    }

    /// The fields of an object in their order: names and what they are in JSON.
    static Map<String, Object> fields(Object result) {
        return MAPPER.convertValue(result, new TypeReference<LinkedHashMap<String, Object>>() {
        });
    }

    private static final class OfKeyId extends StdSerializer<KeyId> {

        OfKeyId() {
            super(KeyId.class);
        }

        @Override
        public void serialize(KeyId keyId, JsonGenerator json, SerializationContext context) {
            json.writeNumber(keyId.value());
        }
    }

    private static final class OfDuration extends StdSerializer<Duration> {

        OfDuration() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration duration, JsonGenerator json, SerializationContext context) {
            json.writeNumber(duration.toMillis() / 1000.0);
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class OfEnum extends StdSerializer<Enum> {

        OfEnum() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator json, SerializationContext context) {
            json.writeString(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }
}
