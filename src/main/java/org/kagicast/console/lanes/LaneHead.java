package org.kagicast.console.lanes;

import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;

/// The head of a lane that shows its clients.
final class LaneHead extends StreamRow {

    private final Texts texts;
    private final Tooltip detailTip = new Tooltip();
    private final Tooltip rateTip = new Tooltip();
    private boolean hasFlow;

    @FXML
    private Label detail;
    @FXML
    private KeysPane keys;
    @FXML
    private Label crew;
    @FXML
    private VBox flow;
    @FXML
    private Sparkline sparkline;
    @FXML
    private Label rate;

    LaneHead(LanesViewModel viewModel, Texts texts) {
        super(viewModel, texts);
        this.texts = texts;
        Fxml.load("lane-head", HBox.class, this, texts);
    }

    @Override
    void arrange(Columns columns) {
        super.arrange(columns);
        flow.setMinWidth(columns.flow());
        flow.setMaxWidth(columns.flow());
        hasFlow = columns.flow() > 0;
        Visibility.show(flow, hasFlow && !lane().head().state().hasLabels());
    }

    @FXML
    private void initialize() {
        prepare(true);
        detail.setTooltip(detailTip);
        rate.setTooltip(rateTip);
    }

    @Override
    void showRest(LaneState state) {
        detail.setText(state.detail());
        String signed = state.isSigned() ? "\n" + texts.of("live.stream.signed.tip") : "";
        detailTip.setText(state.detail() + signed + (state.io().isEmpty() ? "" : "\n" + state.io()));
        Visibility.show(keys, !state.hasLabels());
        Visibility.show(detail, !state.hasLabels());
        Visibility.show(crew, state.hasLabels());
        keys.show(state.keys().getFirst(), texts);
        crew.setText(state.crew().text());
        sparkline.show(state.rates());
        rate.setText(state.rate());
        rateTip.setText(state.flow());
        Visibility.show(flow, hasFlow && !state.hasLabels());
    }

    @Override
    String folding() {
        return "live.lane.fold";
    }
}
