package org.kagicast.console.live;

import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Room;
import org.kagicast.model.NodeName;

/// The tile of a client: what it sees, and why.
final class ClientTile implements Card {

    private final Item<ClientFace> item;
    private final LiveViewModel viewModel;
    private final Texts texts;
    private final VBox node;
    private final Tooltip ioTip = new Tooltip();
    private Subscription showing = Subscription.EMPTY;
    private List<KeyLook> shownKeys = List.of();

    @FXML
    private VBox root;
    @FXML
    private Label name;
    @FXML
    private Label status;
    @FXML
    private Label silence;
    @FXML
    private MenuButton menu;
    @FXML
    private MenuItem addClient;
    @FXML
    private MenuItem addEavesdropper;
    @FXML
    private MenuItem remove;
    @FXML
    private PicturePane picture;
    @FXML
    private HBox keys;
    @FXML
    private Label fetching;
    @FXML
    private Label reason;
    @FXML
    private Label counters;
    @FXML
    private Hyperlink why;

    ClientTile(Item<ClientFace> item, LiveViewModel viewModel, Texts texts) {
        this.item = item;
        this.viewModel = viewModel;
        this.texts = texts;
        this.node = Fxml.load("client-tile", VBox.class, this, texts);
    }

    @Override
    public VBox node() {
        return node;
    }

    @Override
    public void close() {
        showing.unsubscribe();
    }

    NodeName client() {
        return item.face().name();
    }

    /// Fetches the latest picture.
    void look(Pictures pictures) {
        picture.show(viewModel.picture(client()), pictures);
    }

    @Override
    public void explain() {
        if (item.silenceProperty().get().isPresent()) {
            SilentPart.explain(item, client().value(), silence);
            return;
        }
        if (!item.face().why().isEmpty()) {
            WhyPopOver.show(why.isVisible() ? why : status, client() + ": " + item.face().status(),
                    item.face().why());
        }
    }

    @FXML
    private void initialize() {
        picture.setAccessibleText(texts.of("live.client.picture", client()));
        addClient.setOnAction(chosen -> item.face().firstStream().ifPresent(viewModel::addClient));
        addEavesdropper.setOnAction(chosen -> item.face().firstStream().ifPresent(viewModel::addEavesdropper));
        remove.setText(texts.of("live.client.remove", client()));
        remove.setOnAction(chosen -> viewModel.remove(client()));
        menu.setAccessibleText(texts.of("live.client.menu", client()));
        why.setOnAction(clicked -> explain());
        showing = item.faceProperty().subscribe(this::show)
                .and(new SilentPart(item, root, status, silence).prepare())
                .and(LabOnly.show(viewModel, menu));
    }

    private void show(ClientFace face) {
        name.setText(face.name().value());
        StatusLabel.show(status, face.status(), face.tone());
        showKeys(face.isTrouble() ? List.of() : face.keys());
        show(fetching, face.isTrouble() ? "" : face.fetching());
        show(reason, face.reason());
        show(counters, face.isTrouble() ? "" : face.counters());
        counters.setTooltip(face.io().isEmpty() ? null : ioTip);
        ioTip.setText(face.io());
        Room.give(why, !face.why().isEmpty());
        picture.setPlaceholder(face.instead());
        face.firstStream().ifPresent(stream -> {
            addClient.setText(texts.of("live.addClient.to", stream));
            addEavesdropper.setText(texts.of("live.addEavesdropper.to", stream));
        });
        root.setAccessibleText(texts.of("live.client.accessible", face.name(), face.status(),
                face.isTrouble() ? face.reason() : face.counters()));
    }

    private void showKeys(List<KeyLook> looks) {
        if (looks.equals(shownKeys)) {
            return;
        }
        shownKeys = looks;
        keys.getChildren().setAll(looks.stream().map(look -> {
            KeyChip chip = new KeyChip();
            chip.show(Optional.of(look), texts);
            return chip;
        }).toList());
    }

    private static void show(Label label, String text) {
        label.setText(text);
        Room.give(label, !text.isEmpty());
    }
}
