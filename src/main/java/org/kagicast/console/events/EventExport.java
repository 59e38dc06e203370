package org.kagicast.console.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kagicast.console.text.Csv;
import org.kagicast.console.text.Texts;
import tools.jackson.databind.json.JsonMapper;

/// Writes events into a file's text: moments with day and zone, sentences in the language of the window. JSON has the codes
/// of kinds besides, in lower case with hyphens as the command line writes them.
final class EventExport {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> COLUMNS = List.of("time", "latest", "count", "severity", "kind", "stream", "key",
            "keyId", "who", "sentence");

    private final Texts texts;
    private final EventWords words;

    EventExport(Texts texts) {
        this.texts = texts;
        this.words = new EventWords(texts);
    }

    /// RFC 4180, with the columns' names in the first line.
    String csv(List<Event> events) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(COLUMNS);
        events.forEach(event -> lines.add(List.of(texts.zoned(event.at()), texts.zoned(event.latest()),
                Integer.toString(event.count()), words.severity(event), words.kind(event), words.stream(event),
                words.key(event), id(event), words.who(event), words.sentence(event))));
        return Csv.of(lines);
    }

    /// One array of objects.
    String json(List<Event> events) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(events.stream().map(this::fields).toList());
    }

    private Map<String, Object> fields(Event event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", texts.zoned(event.at()));
        if (event.count() > 1) {
            fields.put("latest", texts.zoned(event.latest()));
            fields.put("count", event.count());
        }
        fields.put("severity", code(event.severity()));
        fields.put("kind", code(event.happening().kind()));
        fields.put("event", code(event.happening()));
        event.line().ifPresent(line -> fields.put("stream", line.toString()));
        event.key().ifPresent(key -> {
            fields.put("key", key.name());
            fields.put("keyId", key.id().value());
        });
        event.who().filter(who -> !who.isEmpty()).ifPresent(who -> fields.put("who", who));
        fields.put("sentence", words.sentence(event));
        return fields;
    }

    private static String id(Event event) {
        return event.key().map(key -> key.id().toString()).orElse("");
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
