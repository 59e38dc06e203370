package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Results in rows, for scripts and for people.
class RowPrinterTest {

    private record Row(String mode, long requests, double perSecond, Duration longest) {}

    private static final List<Row> TWO = List.of(new Row("persistent", 12_345, 20_000.126, Duration.ofMillis(1_500)),
            new Row("full", 7, 0.5, Duration.ofMillis(20)));

    @Test
    @DisplayName("for scripts each row is one JSON object on a line of its own")
    void json() {
        assertThat(printed(true)).containsExactly(
                "{\"mode\":\"persistent\",\"requests\":12345,\"perSecond\":20000.126,\"longest\":1.5}",
                "{\"mode\":\"full\",\"requests\":7,\"perSecond\":0.5,\"longest\":0.02}");
    }

    @Test
    @DisplayName("for people the rows are a table with one heading")
    void table() {
        assertThat(printed(false)).containsExactly("    mode  requests  perSecond   longest",
                "persistent    12,345   20000.13      1.50", "    full         7       0.50      0.02");
    }

    private static List<String> printed(boolean json) {
        StringWriter text = new StringWriter();
        RowPrinter rows = new RowPrinter(new PrintWriter(text), json);
        TWO.forEach(rows::print);
        return text.toString().lines().toList();
    }
}
