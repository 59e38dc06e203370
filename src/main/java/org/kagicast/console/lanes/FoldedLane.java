package org.kagicast.console.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.parts.StalePart;
import org.kagicast.console.parts.StatusLabel;
import org.kagicast.console.parts.WhyPopOver;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;
import org.kordamp.ikonli.javafx.FontIcon;

/// A lane in one row: its keys, the change that comes first, and how its clients stand.
final class FoldedLane extends RowNode {

    private static final PseudoClass OVERDUE = PseudoClass.getPseudoClass("overdue");
    private static final PseudoClass UNCONFIRMED = PseudoClass.getPseudoClass("unconfirmed");

    private final LanesViewModel viewModel;
    private final Texts texts;
    private final HBox node;
    private final KeyChip next = new KeyChip();
    private final Tooltip ageTip = new Tooltip();
    private @Nullable Lane lane;
    private List<KeyLook> shownKeys = List.of();

    @FXML
    private HBox root;
    @FXML
    private Button fold;
    @FXML
    private HBox about;
    @FXML
    private Label name;
    @FXML
    private Label status;
    @FXML
    private Label silence;
    @FXML
    private Hyperlink why;
    @FXML
    private HBox inUse;
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
    @FXML
    private MenuButton menu;

    FoldedLane(LanesViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.node = Fxml.load("lane-folded", HBox.class, this, texts);
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
        fold.setOnAction(clicked -> viewModel.fold(lane(), false));
        why.setOnAction(clicked -> explain());
        age.setTooltip(ageTip);
        next.setId("next");
        nextPlace.getChildren().setAll(next);
    }

    private Lane lane() {
        return Objects.requireNonNull(lane);
    }

    private void show(LaneState state) {
        name.setText(state.name().value());
        StatusLabel.show(status, "● " + state.status(), state.tone());
        Visibility.show(why, state.why().isPresent());
        showKeys(state.keys().stream().flatMap(keys -> keys.inUse().stream()).toList());
        Optional<KeysState> changing = state.keys().stream().filter(keys -> keys.next().isPresent()).findFirst();
        next.show(changing.flatMap(KeysState::next), texts);
        Visibility.show(arrow, changing.isPresent());
        Visibility.show(nextPlace, changing.isPresent());
        show(nextText, changing.map(KeysState::nextText).orElse(""));
        nextText.pseudoClassStateChanged(UNCONFIRMED, changing.map(KeysState::isUnconfirmed).orElse(false));
        show(readiness, changing.map(keys -> keys.readiness().text()).orElse(""));
        KeysState first = state.keys().getFirst();
        show(age, changing.isEmpty() ? first.ageInShort() : "");
        ageTip.setText(first.age());
        age.pseudoClassStateChanged(OVERDUE, first.isOverdue());
        StatusLabel.show(crew, state.crew().text(), state.crew().tone());
        fold.setAccessibleText(texts.of("live.lane.open", state.name()));
        menu.setAccessibleText(texts.of("live.stream.menu", state.name()));
        root.setAccessibleText(LaneHead.words(state, texts));
    }

    private void showKeys(List<KeyLook> looks) {
        if (looks.equals(shownKeys)) {
            return;
        }
        shownKeys = looks;
        List<KeyChip> chips = new ArrayList<>();
        looks.forEach(look -> {
            KeyChip chip = new KeyChip();
            chip.show(Optional.of(look), texts);
            chips.add(chip);
        });
        inUse.getChildren().setAll(chips);
    }

    private static void show(Label label, String text) {
        label.setText(text);
        Visibility.show(label, !text.isEmpty());
    }
}
