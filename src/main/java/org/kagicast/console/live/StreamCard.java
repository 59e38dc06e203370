package org.kagicast.console.live;

import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

/// The card of a stream; a click or the space bar selects it.
final class StreamCard implements Card {

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final double ALL = 1;

    /// Items of the menu from here on change what runs in the lab.
    private static final int LAB_ITEMS = 2;

    private final Item<StreamFace> item;
    private final LiveViewModel viewModel;
    private final Texts texts;
    private final VBox node;
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
    private MenuItem announce;
    @FXML
    private MenuItem changeNow;
    @FXML
    private MenuItem switchNow;
    @FXML
    private MenuItem hold;
    @FXML
    private MenuItem holdUntilReady;
    @FXML
    private MenuItem cancel;
    @FXML
    private MenuItem addClient;
    @FXML
    private MenuItem addEavesdropper;
    @FXML
    private MenuItem remove;
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

    StreamCard(Item<StreamFace> item, LiveViewModel viewModel, Texts texts) {
        this.item = item;
        this.viewModel = viewModel;
        this.texts = texts;
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
        return item.face().name();
    }

    @Override
    public void explain() {
        if (item.silenceProperty().get().isPresent()) {
            SilentPart.explain(item, stream().value(), silence);
            return;
        }
        item.face().why().ifPresent(sentence -> WhyPopOver.show(status, stream().value(), sentence));
    }

    @FXML
    private void initialize() {
        showing = item.faceProperty().subscribe(this::show)
                .and(new SilentPart(item, root, status, silence).prepare())
                .and(LabOnly.show(viewModel, menu.getItems().subList(LAB_ITEMS, menu.getItems().size())))
                .and(viewModel.selection().streamProperty().subscribe(this::markSelected));
        root.setOnMouseClicked(clicked -> viewModel.selection().select(stream()));
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
        why.setOnAction(clicked -> explain());
        announce.setOnAction(
                chosen -> viewModel.rekey(stream(), new RekeyCommand.Announce(Optional.empty())));
        changeNow.setOnAction(chosen -> viewModel.rekey(stream(), new RekeyCommand.Now()));
        switchNow.setOnAction(chosen -> viewModel.rekey(stream(), new RekeyCommand.SwitchNow()));
        hold.setOnAction(chosen -> viewModel.rekey(stream(),
                new RekeyCommand.Hold(Optional.empty(), Optional.empty())));
        holdUntilReady.setOnAction(chosen -> viewModel.rekey(stream(),
                new RekeyCommand.Hold(Optional.of(ALL), Optional.empty())));
        cancel.setOnAction(chosen -> viewModel.rekey(stream(), new RekeyCommand.Cancel()));
        fetched.setTooltip(new Tooltip(texts.of("live.stream.fetched.tip")));
        addClient.setText(texts.of("live.addClient"));
        addClient.setOnAction(chosen -> viewModel.addClient(stream()));
        addEavesdropper.setText(texts.of("live.addEavesdropper"));
        addEavesdropper.setOnAction(chosen -> viewModel.addEavesdropper(stream()));
        remove.setText(texts.of("live.stream.remove", item.face().server()));
        remove.setOnAction(chosen -> viewModel.remove(item.face().server()));
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

    private void show(StreamFace face) {
        name.setText(face.name().value());
        detail.setText(face.detail());
        StatusLabel.show(status, "● " + face.status(), face.tone());
        why.setVisible(face.why().isPresent());
        why.setManaged(face.why().isPresent());
        inUse.show(face.inUse(), texts);
        next.show(face.next(), texts);
        nextCaption.setText(face.nextCaption());
        nextText.setText(face.nextText());
        fetched.setText(face.fetched());
        fetchedBefore.setText(face.fetchedBefore());
        sparkline.show(face.rates());
        rate.setText(face.rate());
        age.setText(face.age());
        announce.setDisable(face.next().isPresent());
        List.of(switchNow, hold, holdUntilReady, cancel).forEach(item -> item.setVisible(face.next().isPresent()));
        root.setAccessibleText(texts.of("live.stream.accessible", face.name(), face.status(),
                face.inUse().map(KeyLook::number).orElse(texts.of("live.none")), face.nextCaption(),
                face.nextText()));
    }
}
