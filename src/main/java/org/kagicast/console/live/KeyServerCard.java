package org.kagicast.console.live;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.util.Subscription;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Room;

/// The card of a key server.
final class KeyServerCard implements Card {

    private final Item<KeyServerFace> item;
    private final Parent node;
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

    KeyServerCard(Item<KeyServerFace> item, Texts texts) {
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
            SilentPart.explain(item, item.face().name().value(), silence);
            return;
        }
        item.face().why().ifPresent(sentence -> WhyPopOver.show(status, item.face().name().value(), sentence));
    }

    @FXML
    private void initialize() {
        showing = item.faceProperty().subscribe(this::show)
                .and(new SilentPart(item, root, status, silence).prepare());
        why.setOnAction(clicked -> explain());
    }

    private void show(KeyServerFace face) {
        name.setText(face.name().value());
        detail.setText(face.detail());
        StatusLabel.show(status, "● " + face.status(), face.tone());
        StatusLabel.show(copy, face.copy(), face.copyTone());
        Room.give(copy, !face.copy().isEmpty());
        Room.give(why, face.why().isPresent());
        root.setAccessibleText(face.name() + ", " + face.status() + ", " + face.detail()
                + (face.copy().isEmpty() ? "" : ", " + face.copy()));
    }
}
