package org.kagicast.console.lanes;

import java.util.Objects;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.parts.StalePart;
import org.kagicast.console.parts.StatusLabel;
import org.kagicast.console.parts.WhyPopOver;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Visibility;

/// A row that stands for a lane: its stream, how that stands and why, folding, and the stream's commands.
abstract class StreamRow extends RowNode {

    private final LanesViewModel viewModel;
    private final Texts texts;
    private @Nullable Lane lane;

    @FXML
    private HBox root;
    @FXML
    private Button fold;
    @FXML
    private Region about;
    @FXML
    private Label name;
    @FXML
    private Label signed;
    @FXML
    private Label status;
    @FXML
    private Label silence;
    @FXML
    private Hyperlink why;
    @FXML
    private MenuButton menu;

    StreamRow(LanesViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
    }

    @Override
    final HBox node() {
        return root;
    }

    @Override
    final MenuButton menu() {
        return menu;
    }

    @Override
    final Subscription show(LaneRow row) {
        Lane next = row.lane().orElseThrow();
        lane = next;
        return next.head().faceProperty().subscribe(this::show)
                .and(new StalePart(next.head(), root, status, silence).prepare());
    }

    @Override
    void arrange(Columns columns) {
        about.setMinWidth(columns.name());
        about.setMaxWidth(columns.name());
    }

    @Override
    final void explain() {
        Lane shown = lane();
        if (shown.head().silenceProperty().get().isPresent()) {
            StalePart.explain(shown.head(), shown.stream().value(), silence);
        } else {
            shown.head().state().why()
                    .ifPresent(sentence -> WhyPopOver.show(status, shown.stream().value(), sentence));
        }
    }

    /// Called once, when the row's view has been loaded.
    ///
    /// @param folds what a press of the arrow makes of the lane
    final void prepare(boolean folds) {
        LaneMenu.into(menu, viewModel, this::lane, texts);
        fold.setOnAction(clicked -> viewModel.fold(lane(), folds));
        why.setOnAction(clicked -> explain());
        signed.setTooltip(new Tooltip(texts.of("live.stream.signed.tip")));
        signed.setAccessibleText(texts.of("live.stream.signed"));
    }

    final Lane lane() {
        return Objects.requireNonNull(lane);
    }

    /// Shows what only this kind of row shows.
    abstract void showRest(LaneState state);

    /// What the arrow says to those who cannot see it, as a key of the texts.
    abstract String folding();

    private void show(LaneState state) {
        name.setText(state.name().value());
        StatusLabel.show(status, "● " + state.status(), state.tone());
        Visibility.show(signed, state.isSigned());
        Visibility.show(why, state.why().isPresent());
        showRest(state);
        fold.setAccessibleText(texts.of(folding(), state.name()));
        menu.setAccessibleText(texts.of("live.stream.menu", state.name()));
        root.setAccessibleText(words(state));
    }

    /// All of a lane's head for those who cannot see it.
    private String words(LaneState state) {
        String signature = state.isSigned() ? ", " + texts.of("live.stream.signed") : "";
        return texts.of("live.lane.accessible", state.name(), state.status() + signature,
                state.hasLabels() ? "" : KeysPane.words(state.keys().getFirst(), texts), state.crew().text());
    }
}
