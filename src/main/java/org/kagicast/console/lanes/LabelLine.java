package org.kagicast.console.lanes;

import java.util.Objects;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.model.KeyLine;

/// The keys of one label of a lane (R6): the one on air, the next, and the commands for this label alone.
final class LabelLine extends RowNode {

    private final LanesViewModel viewModel;
    private final Texts texts;
    private final HBox node;
    private LaneRow.@Nullable Label row;

    @FXML
    private HBox root;
    @FXML
    private Label name;
    @FXML
    private KeysPane keys;
    @FXML
    private MenuButton menu;

    LabelLine(LanesViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.node = Fxml.load("lane-label", HBox.class, this, texts);
    }

    @Override
    HBox node() {
        return node;
    }

    @Override
    MenuButton menu() {
        return menu;
    }

    @Override
    Subscription show(LaneRow next) {
        LaneRow.Label label = (LaneRow.Label) next;
        row = label;
        return label.of().head().faceProperty().subscribe(state -> show());
    }

    @Override
    void arrange(Columns columns) {
        name.setMinWidth(columns.name());
        name.setMaxWidth(columns.name());
    }

    @Override
    void explain() {
        // The head of the lane does.
    }

    @FXML
    private void initialize() {
        KeyItems items = new KeyItems(viewModel, this::line, texts);
        menu.getItems().setAll(items.items());
        menu.setOnShowing(opening -> items.bind(state().coming().stream().toList(), viewModel.whyNot(row().of())));
        name.setTooltip(new Tooltip());
    }

    private LaneRow.Label row() {
        return Objects.requireNonNull(row);
    }

    private KeyLine line() {
        return state().line();
    }

    private KeysState state() {
        return row().of().head().state().keys().get(row().index());
    }

    /// Another content server may take over the name of a stream, with other labels.
    private void show() {
        if (row().index() >= row().of().head().state().keys().size()) {
            return;
        }
        KeysState state = state();
        name.setText(state.line().label().value());
        name.getTooltip().setText(state.line().label().value());
        keys.show(state, texts);
        menu.setAccessibleText(texts.of("live.stream.menu", state.line()));
        root.setAccessibleText(texts.of("live.label.accessible", state.line(), KeysPane.words(state, texts)));
    }
}
