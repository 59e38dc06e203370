package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.Node;
import org.kagicast.node.program.Reloading.Outcome;
import org.kagicast.time.ManualTime;

/// What a program tells of a reload.
class ReloadingTest {

    private final ManualTime time = new ManualTime();
    private final Node node = new Node(new NodeName("studio"), time);
    private final List<String> told = new ArrayList<>();
    private final AtomicReference<String> file = new AtomicReference<>("");
    private final Reloading<String> reloading = new Reloading<>(node, time, file::get, this::takeOver);

    private Outcome takeOver(String text) {
        if (text.isEmpty()) {
            throw new OperatorException("The file is empty: write something.");
        }
        return new Outcome("added: " + text, text.equals("elsewhere") ? List.of("listen") : List.of());
    }

    private List<String> problems() {
        return node.snapshot().join().problems().stream().map(CodedMessage::text).toList();
    }

    @Test
    @DisplayName("a fault is told in events and in the status until a reload succeeds")
    void refused() {
        node.events().follow(event -> told.add(((NodeEvent.Notice) event).text()));

        reloading.run();

        assertThat(problems())
                .containsExactly("The configuration was read again and is refused, so that everything goes"
                        + " on as before: The file is empty: write something.");
        assertThat(told).isEqualTo(problems());

        file.set("news");
        reloading.run();

        assertThat(problems()).isEmpty();
        assertThat(told).last().isEqualTo("The configuration was read again; added: news.");
    }

    @Test
    @DisplayName("what counts from the next start on only is told as long as it is so")
    void atNextStart() {
        file.set("elsewhere");
        reloading.run();
        assertThat(problems()).singleElement().asString().contains("says of listen has changed", "restart");

        file.set("news");
        reloading.run();
        assertThat(problems()).isEmpty();
    }
}
