package org.kagicast.console.live;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;
import org.kagicast.console.parts.Card;
import org.kagicast.console.parts.Item;
import org.kagicast.console.parts.StalePart;
import org.kagicast.console.parts.StatusLabel;
import org.kagicast.console.parts.WhyPopOver;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;

/// The card of a key server.
final class KeyServerCard implements Card {

    private final Item<KeyServerCardState> item;
    private final Parent node;
    private final Tooltip tip = new Tooltip();
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private Parent root;
    @FXML
    private Label name;
    @FXML
    private Label detail;
    @FXML
    private Label status;
    @FXML
    private Label silence;
    @FXML
    private Label copy;
    @FXML
    private Hyperlink why;

    KeyServerCard(Item<KeyServerCardState> item, Texts texts) {
        this.item = item;
        this.node = Fxml.load("key-server-card", Parent.class, this, texts);
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public void close() {
        showing.unsubscribe();
    }

    @Override
    public void explain() {
        if (item.silenceProperty().get().isPresent()) {
            StalePart.explain(item, item.state().name().value(), silence);
            return;
        }
        item.state().why().ifPresent(sentence -> WhyPopOver.show(status, item.state().name().value(), sentence));
    }

    @FXML
    private void initialize() {
        showing = item.faceProperty().subscribe(this::show)
                .and(new StalePart(item, root, status, silence).prepare());
        why.setOnAction(clicked -> explain());
        detail.setTooltip(tip);
    }

    private void show(KeyServerCardState state) {
        name.setText(state.name().value());
        detail.setText(state.detail());
        tip.setText(state.tip());
        StatusLabel.show(status, "● " + state.status(), state.tone());
        StatusLabel.show(copy, state.copy(), state.copyTone());
        Visibility.show(copy, !state.copy().isEmpty());
        Visibility.show(why, state.why().isPresent());
        root.setAccessibleText(state.name() + ", " + state.status() + ", " + state.detail()
                + (state.copy().isEmpty() ? "" : ", " + state.copy()));
    }
}
