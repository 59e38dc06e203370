package org.kagicast.console.lanes;

import java.util.Objects;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.parts.StalePart;
import org.kagicast.console.parts.StatusLabel;
import org.kagicast.console.parts.WhyPopOver;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;

/// The head of a lane that shows its clients.
final class LaneHead extends RowNode {

    private final LanesViewModel viewModel;
    private final Texts texts;
    private final HBox node;
    private final Tooltip detailTip = new Tooltip();
    private final Tooltip rateTip = new Tooltip();
    private @Nullable Lane lane;
    private boolean hasFlow;

    @FXML
    private HBox root;
    @FXML
    private Button fold;
    @FXML
    private VBox about;
    @FXML
    private Label name;
    @FXML
    private Label status;
    @FXML
    private Label silence;
    @FXML
    private Hyperlink why;
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
    @FXML
    private MenuButton menu;

    LaneHead(LanesViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.node = Fxml.load("lane-head", HBox.class, this, texts);
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
    Subscription show(LaneRow row) {
        lane = row.lane().orElseThrow();
        return lane.head().faceProperty().subscribe(this::show)
                .and(new StalePart(lane.head(), root, status, silence).prepare());
    }

    @Override
    void arrange(Columns columns) {
        about.setMinWidth(columns.name());
        about.setMaxWidth(columns.name());
        flow.setMinWidth(columns.flow());
        flow.setMaxWidth(columns.flow());
        hasFlow = columns.flow() > 0;
        Visibility.show(flow, hasFlow && !lane().head().state().hasLabels());
    }

    @Override
    void explain() {
        Lane shown = lane();
        if (shown.head().silenceProperty().get().isPresent()) {
            StalePart.explain(shown.head(), shown.stream().value(), silence);
        } else {
            shown.head().state().why()
                    .ifPresent(sentence -> WhyPopOver.show(status, shown.stream().value(), sentence));
        }
    }

    @FXML
    private void initialize() {
        LaneMenu.into(menu, viewModel, this::lane, texts);
        fold.setOnAction(clicked -> viewModel.fold(lane(), true));
        why.setOnAction(clicked -> explain());
        detail.setTooltip(detailTip);
        rate.setTooltip(rateTip);
    }

    private Lane lane() {
        return Objects.requireNonNull(lane);
    }

    private void show(LaneState state) {
        name.setText(state.name().value());
        StatusLabel.show(status, "● " + state.status(), state.tone());
        Visibility.show(why, state.why().isPresent());
        detail.setText(state.detail());
        detailTip.setText(state.io().isEmpty() ? state.detail() : state.detail() + "\n" + state.io());
        Visibility.show(keys, !state.hasLabels());
        Visibility.show(detail, !state.hasLabels());
        Visibility.show(crew, state.hasLabels());
        keys.show(state.keys().getFirst(), texts);
        crew.setText(state.crew().text());
        sparkline.show(state.rates());
        rate.setText(state.rate());
        rateTip.setText(state.flow());
        Visibility.show(flow, hasFlow && !state.hasLabels());
        fold.setAccessibleText(texts.of("live.lane.fold", state.name()));
        menu.setAccessibleText(texts.of("live.stream.menu", state.name()));
        root.setAccessibleText(words(state, texts));
    }

    /// All of a lane's head for those who cannot see it.
    static String words(LaneState state, Texts texts) {
        return texts.of("live.lane.accessible", state.name(), state.status(),
                Optional.of(state).filter(each -> !each.hasLabels())
                        .map(each -> KeysPane.words(each.keys().getFirst(), texts)).orElse(""),
                state.crew().text());
    }
}
