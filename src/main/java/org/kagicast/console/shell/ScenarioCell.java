package org.kagicast.console.shell;

import javafx.scene.control.ListCell;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.text.Texts;
import org.kagicast.lab.Scenario;

/// Names a scenario.
final class ScenarioCell extends ListCell<Scenario> {

    private final Texts texts;
    private final String prefix;

    ScenarioCell(Texts texts, String prefix) {
        this.texts = texts;
        this.prefix = prefix;
    }

    @Override
    protected void updateItem(@Nullable Scenario scenario, boolean empty) {
        super.updateItem(scenario, empty);
        setText(scenario == null || empty ? "" : texts.of(prefix, scenario));
    }
}
