package org.kagicast.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Prints records of one type as they come: for scripts one JSON object a line, for people a table whose heading is the
/// names of the components. Used by one thread.
public final class RowPrinter {

    private static final int NARROWEST = 8;

    private final PrintWriter out;
    private final boolean json;
    private List<Integer> widths = List.of();

    public RowPrinter(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    public void print(Record row) {
        if (json) {
            out.println(Json.write(row));
            return;
        }
        Map<String, Object> values = Json.fields(row);
        if (widths.isEmpty()) {
            List<String> names = List.copyOf(values.keySet());
            widths = names.stream().map(name -> Math.max(NARROWEST, name.length())).toList();
            line(names);
        }
        line(values.values().stream().map(RowPrinter::text).toList());
    }

    private void line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            line.append(column == 0 ? "" : "  ")
                    .append(String.format("%" + widths.get(column) + "s", cells.get(column)));
        }
        out.println(line);
    }

    private static String text(Object value) {
        return switch (value) {
            case Double number -> String.format(Locale.ROOT, "%.2f", number);
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            case Integer number -> String.format(Locale.ROOT, "%,d", number);
            case Map<?, ?> map -> map.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(","));
            default -> value.toString();
        };
    }
}
