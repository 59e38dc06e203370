package org.kagicast.console.text;

import java.util.List;
import java.util.stream.Collectors;

/// Comma-separated values as RFC 4180 has them.
public final class Csv {

    private Csv() {
    }

    public static String of(List<List<String>> lines) {
        return lines.stream().map(line -> line.stream().map(Csv::field).collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
    }

    private static String field(String text) {
        boolean isPlain = text.chars().noneMatch(each -> each == ',' || each == '"' || each == '\r' || each == '\n');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
