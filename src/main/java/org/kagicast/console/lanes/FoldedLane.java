package org.kagicast.console.lanes;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keys.KeyChips;
import org.kagicast.console.parts.StatusLabel;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;
import org.kordamp.ikonli.javafx.FontIcon;

/// A lane in one row: its keys, the change that comes first, and how its clients stand.
final class FoldedLane extends StreamRow {

    private static final PseudoClass OVERDUE = PseudoClass.getPseudoClass("overdue");
    private static final PseudoClass UNCONFIRMED = PseudoClass.getPseudoClass("unconfirmed");

    private final Texts texts;
    private final KeyChip next = new KeyChip();
    private final Tooltip ageTip = new Tooltip();

    @FXML
    private KeyChips inUse;
    @FXML
    private FontIcon arrow;
    @FXML
    private HBox nextPlace;
    @FXML
    private Label nextText;
    @FXML
    private Label readiness;
    @FXML
    private Label age;
    @FXML
    private Label crew;

    FoldedLane(LanesViewModel viewModel, Texts texts) {
        super(viewModel, texts);
        this.texts = texts;
        Fxml.load("lane-folded", HBox.class, this, texts);
    }

    @FXML
    private void initialize() {
        prepare(false);
        age.setTooltip(ageTip);
        next.setId("next");
        nextPlace.getChildren().setAll(next);
    }

    @Override
    void showRest(LaneState state) {
        inUse.show(state.keys().stream().flatMap(keys -> keys.inUse().stream()).toList(), texts);
        Optional<KeysState> changing = state.keys().stream().filter(keys -> keys.next().isPresent()).findFirst();
        next.show(changing.flatMap(KeysState::next), texts);
        Visibility.show(arrow, changing.isPresent());
        Visibility.show(nextPlace, changing.isPresent());
        Visibility.show(nextText, changing.map(KeysState::nextText).orElse(""));
        nextText.pseudoClassStateChanged(UNCONFIRMED, changing.map(KeysState::isUnconfirmed).orElse(false));
        Visibility.show(readiness, changing.map(keys -> keys.readiness().text()).orElse(""));
        KeysState first = state.keys().getFirst();
        Visibility.show(age, changing.isEmpty() ? first.ageInShort() : "");
        ageTip.setText(first.age());
        age.pseudoClassStateChanged(OVERDUE, first.isOverdue());
        StatusLabel.show(crew, state.crew().text(), state.crew().tone());
    }

    @Override
    String folding() {
        return "live.lane.open";
    }
}
