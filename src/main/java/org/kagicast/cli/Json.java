package org.kagicast.cli;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Results for scripts: one JSON object on one line.
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {
    }

    static String write(Object result) {
        return MAPPER.writeValueAsString(result);
    }
}
