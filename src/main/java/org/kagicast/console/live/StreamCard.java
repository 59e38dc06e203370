package org.kagicast.console.live;

import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;
import org.kagicast.model.KeyLine;
import org.kagicast.model.StreamName;

/// The card of a stream; a click or the space bar selects it.
final class StreamCard implements Card {

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private final Item<StreamCardState> item;
    private final LiveViewModel viewModel;
    private final Texts texts;
    private final VBox node;
    private final KeyCommands commands;
    private final Tooltip detailTip = new Tooltip();
    private List<LabelLine> labels = List.of();
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private VBox root;
    @FXML
    private Label name;
    @FXML
    private Label detail;
    @FXML
    private Label status;
    @FXML
    private Label silence;
    @FXML
    private Hyperlink why;
    @FXML
    private MenuButton menu;
    @FXML
    private SeparatorMenuItem afterKeys;
    @FXML
    private MenuItem addClient;
    @FXML
    private MenuItem addEavesdropper;
    @FXML
    private SeparatorMenuItem beforeRemove;
    @FXML
    private MenuItem remove;
    @FXML
    private HBox keyLine;
    @FXML
    private VBox labelLines;
    @FXML
    private KeyChip inUse;
    @FXML
    private Label nextCaption;
    @FXML
    private KeyChip next;
    @FXML
    private Label nextText;
    @FXML
    private Label fetched;
    @FXML
    private Label fetchedBefore;
    @FXML
    private Sparkline sparkline;
    @FXML
    private Label rate;
    @FXML
    private Label age;

    StreamCard(Item<StreamCardState> item, LiveViewModel viewModel, Texts texts) {
        this.item = item;
        this.viewModel = viewModel;
        this.texts = texts;
        this.commands = new KeyCommands(texts, command -> viewModel.rekey(new KeyLine(stream()), command));
        this.node = Fxml.load("stream-card", VBox.class, this, texts);
    }

    @Override
    public VBox node() {
        return node;
    }

    @Override
    public void close() {
        showing.unsubscribe();
    }

    StreamName stream() {
        return item.state().name();
    }

    @Override
    public void explain() {
        if (item.silenceProperty().get().isPresent()) {
            StalePart.explain(item, stream().value(), silence);
            return;
        }
        item.state().why().ifPresent(sentence -> WhyPopOver.show(status, stream().value(), sentence));
    }

    @FXML
    private void initialize() {
        showing = item.faceProperty().subscribe(this::show)
                .and(new StalePart(item, root, status, silence).prepare())
                .and(LabOnly.show(viewModel, List.of(afterKeys, addClient, addEavesdropper, beforeRemove, remove)))
                .and(viewModel.selection().streamProperty().subscribe(this::markSelected));
        root.setOnMouseClicked(clicked -> viewModel.selection().select(stream()));
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
        why.setOnAction(clicked -> explain());
        detail.setTooltip(detailTip);
        menu.getItems().addAll(0, commands.items());
        fetched.setTooltip(new Tooltip(texts.of("live.stream.fetched.tip")));
        addClient.setText(texts.of("live.addClient"));
        addClient.setOnAction(chosen -> viewModel.addClient(stream()));
        addEavesdropper.setText(texts.of("live.addEavesdropper"));
        addEavesdropper.setOnAction(chosen -> viewModel.addEavesdropper(stream()));
        remove.setText(texts.of("live.stream.remove", item.state().server()));
        remove.setOnAction(chosen -> viewModel.remove(item.state().server()));
        menu.setAccessibleText(texts.of("live.stream.menu", stream()));
    }

    private void markSelected(Optional<StreamName> selected) {
        root.pseudoClassStateChanged(SELECTED, selected.equals(Optional.of(stream())));
    }

    private void keyPressed(KeyEvent pressed) {
        if (root.equals(pressed.getTarget())
                && (pressed.getCode() == KeyCode.SPACE || pressed.getCode() == KeyCode.ENTER)
                && !pressed.isShortcutDown()) {
            viewModel.selection().select(stream());
            pressed.consume();
        }
    }

    private void show(StreamCardState state) {
        name.setText(state.name().value());
        detail.setText(state.detail());
        detailTip.setText(state.io().isEmpty() ? state.detail() : state.detail() + "\n" + state.io());
        StatusLabel.show(status, "● " + state.status(), state.tone());
        Visibility.show(why, state.why().isPresent());
        showKeys(state.keys());
        commands.show(state.isChanging());
        sparkline.show(state.rates());
        rate.setText(state.rate());
        age.setText(state.age());
        KeysCardState first = state.keys().getFirst();
        root.setAccessibleText(texts.of("live.stream.accessible", state.name(), state.status(),
                first.inUse().map(KeyLook::number).orElse(texts.of("live.none")), first.nextCaption(),
                first.nextText()));
    }

    private void showKeys(List<KeysCardState> keys) {
        boolean hasLabels = !keys.getFirst().line().label().isNone();
        Visibility.show(keyLine, !hasLabels);
        Visibility.show(labelLines, hasLabels);
        if (hasLabels) {
            showLabels(keys);
        } else {
            KeysCardState only = keys.getFirst();
            inUse.show(only.inUse(), texts);
            next.show(only.next(), texts);
            nextCaption.setText(only.nextCaption());
            nextText.setText(only.nextText());
            fetched.setText(only.fetched());
            fetchedBefore.setText(only.fetchedBefore());
        }
    }

    /// A stream's labels stay as they are while it runs, but another content server may take over its name.
    private void showLabels(List<KeysCardState> keys) {
        List<KeyLine> shown = labels.stream().map(LabelLine::line).toList();
        if (!shown.equals(keys.stream().map(KeysCardState::line).toList())) {
            labels = keys.stream().map(state -> new LabelLine(state.line(), viewModel, texts)).toList();
            labelLines.getChildren().setAll(labels);
        }
        for (int i = 0; i < labels.size(); i++) {
            labels.get(i).show(keys.get(i));
        }
    }
}
