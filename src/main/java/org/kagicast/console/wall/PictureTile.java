package org.kagicast.console.wall;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.parts.Card;
import org.kagicast.console.parts.Item;
import org.kagicast.console.parts.StalePart;
import org.kagicast.console.parts.StatusLabel;
import org.kagicast.console.parts.Tone;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.model.NodeName;

/// What a client sees, framed in the colour of the key that opened it, so that a change of the key is seen from afar.
final class PictureTile implements Card {

    private static final PseudoClass OPENED = PseudoClass.getPseudoClass("opened");

    private final Item<TileState> item;
    private final WallViewModel viewModel;
    private final Texts texts;
    private final VBox node;
    private Subscription showing = Subscription.EMPTY;
    private Optional<KeyLook> framed = Optional.empty();

    @FXML
    private VBox root;
    @FXML
    private StackPane frame;
    @FXML
    private PicturePane picture;
    @FXML
    private KeyChip key;
    @FXML
    private Label name;
    @FXML
    private Label status;
    @FXML
    private Label silence;

    PictureTile(Item<TileState> item, WallViewModel viewModel, Texts texts) {
        this.item = item;
        this.viewModel = viewModel;
        this.texts = texts;
        this.node = Fxml.load("picture-tile", VBox.class, this, texts);
    }

    @Override
    public VBox node() {
        return node;
    }

    @Override
    public void explain() {
        // Its strip does.
    }

    @Override
    public void close() {
        showing.unsubscribe();
    }

    /// Fetches the latest picture.
    void look(Pictures pictures) {
        picture.show(viewModel.picture(client()), pictures);
    }

    private NodeName client() {
        return item.state().name();
    }

    @FXML
    private void initialize() {
        picture.setAccessibleText(texts.of("live.client.picture", client()));
        picture.setPlaceholder(texts.of("live.client.noPicture"));
        showing = item.faceProperty().subscribe(this::show)
                .and(new StalePart(item, root, status, silence).prepare());
    }

    private void show(TileState state) {
        name.setText(state.name().value());
        // That it decrypts, the picture says.
        StatusLabel.show(status, state.tone() == Tone.GOOD ? "" : "● " + state.status(), state.tone());
        status.setOpacity(state.tone() == Tone.GOOD ? 0 : 1);
        key.show(state.key(), texts);
        if (!state.key().equals(framed)) {
            framed = state.key();
            frame.pseudoClassStateChanged(OPENED, framed.isPresent());
            frame.setStyle(framed.map(look -> "-key-frame: " + look.colour().hex() + ";").orElse(""));
        }
    }
}
