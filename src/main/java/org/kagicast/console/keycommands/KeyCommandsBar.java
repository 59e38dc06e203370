package org.kagicast.console.keycommands;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kagicast.console.keycommands.KeyCommandsState.Outcome;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Confirmation;
import org.kagicast.console.view.Fxml;
import org.kordamp.ikonli.javafx.FontIcon;

/// The bar of key commands above the screens. One language long.
public final class KeyCommandsBar {

    private static final PseudoClass COMING = PseudoClass.getPseudoClass("coming");
    private static final PseudoClass GOOD = PseudoClass.getPseudoClass("good");
    private static final PseudoClass NOTABLE = PseudoClass.getPseudoClass("notable");

    private final KeyCommandsViewModel viewModel;
    private final Texts texts;
    private final VBox node;
    private final Map<KeyCommand, BoundButton> buttons = new EnumMap<>(KeyCommand.class);
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private Label streamName;
    @FXML
    private Spinner<Integer> leadTime;
    @FXML
    private Button announce;
    @FXML
    private Button changeNow;
    @FXML
    private Button switchNow;
    @FXML
    private Button hold;
    @FXML
    private Button cancel;
    @FXML
    private MenuButton allStreams;
    @FXML
    private MenuItem announceAll;
    @FXML
    private MenuItem changeAllNow;
    @FXML
    private Label outcome;
    @FXML
    private FontIcon outcomeIcon;

    public KeyCommandsBar(KeyCommandsViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.node = Fxml.load("key-commands", VBox.class, this, texts);
    }

    public Node node() {
        return node;
    }

    /// Announces new keys for all streams; in a real domain that is asked back.
    public void announceAll() {
        confirm(announceAll.getText(), viewModel::announceAll);
    }

    /// As [#announceAll], without announcement.
    public void changeAllNow() {
        confirm(changeAllNow.getText(), viewModel::changeAllNow);
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
    }

    @FXML
    private void initialize() {
        Map<KeyCommand, Button> places = new EnumMap<>(KeyCommand.class);
        places.put(KeyCommand.ANNOUNCE, announce);
        places.put(KeyCommand.CHANGE_NOW, changeNow);
        places.put(KeyCommand.SWITCH_NOW, switchNow);
        places.put(KeyCommand.HOLD, hold);
        places.put(KeyCommand.CANCEL, cancel);
        places.forEach((command, button) -> buttons.put(command, new BoundButton(command, button, viewModel)));
        allStreams.setTooltip(new Tooltip(texts.of("keys.all.tip")));
        announceAll.setOnAction(chosen -> announceAll());
        changeAllNow.setOnAction(chosen -> changeAllNow());
        LeadTimeField field = new LeadTimeField(leadTime, viewModel, texts);
        List<Subscription> all = new ArrayList<>();
        buttons.values().forEach(button -> all.add(button.prepare()));
        all.add(viewModel.stateProperty().subscribe(state -> {
            show(state);
            field.show();
        }));
        showing = Subscription.combine(all.toArray(Subscription[]::new));
    }

    private void show(KeyCommandsState state) {
        streamName.setText(state.stream().map(Object::toString).orElse(""));
        buttons.forEach((command, button) -> button.show(Objects.requireNonNull(state.buttons().get(command))));
        boolean canOrder = state.why().isEmpty();
        leadTime.setDisable(!canOrder);
        allStreams.setDisable(!state.whyNotAll().isEmpty());
        announceAll.setText(texts.of("keys.all.announce", state.streams().size()));
        changeAllNow.setText(texts.of("keys.all.now", state.streams().size()));
        show(state.outcome());
    }

    private void show(Outcome shown) {
        outcome.setText(shown.text());
        outcome.pseudoClassStateChanged(COMING, shown.kind() == Outcome.Kind.COMING);
        outcome.pseudoClassStateChanged(GOOD, shown.kind() == Outcome.Kind.GOOD);
        outcome.pseudoClassStateChanged(NOTABLE, shown.kind() == Outcome.Kind.NOTABLE);
        outcomeIcon.setIconLiteral(switch (shown.kind()) {
            case BEFOREHAND -> "fth-info";
            case COMING -> "fth-clock";
            case GOOD -> "fth-check-circle";
            case NOTABLE -> "fth-alert-triangle";
        });
    }

    /// In the lab at once; elsewhere a command to all is repeated by a button of its own.
    private void confirm(String command, Runnable order) {
        if (viewModel.isLab()) {
            order.run();
        } else {
            Confirmation.ask(allStreams, command,
                    texts.of("keys.all.confirm", viewModel.stateProperty().get().streams().size()), command, order,
                    texts);
        }
    }
}
