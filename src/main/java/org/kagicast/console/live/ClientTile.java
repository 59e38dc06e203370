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
import org.kagicast.console.view.Visibility;
import org.kagicast.model.NodeName;

/// The tile of a client: what it sees, and why.
final class ClientTile implements Card {

    private final Item<ClientCardState> item;
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

    ClientTile(Item<ClientCardState> item, LiveViewModel viewModel, Texts texts) {
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
        return item.state().name();
    }

    /// Fetches the latest picture.
    void look(Pictures pictures) {
        picture.show(viewModel.picture(client()), pictures);
    }

    @Override
    public void explain() {
        if (item.silenceProperty().get().isPresent()) {
            StalePart.explain(item, client().value(), silence);
            return;
        }
        if (!item.state().why().isEmpty()) {
            WhyPopOver.show(why.isVisible() ? why : status, client() + ": " + item.state().status(),
                    item.state().why());
        }
    }

    @FXML
    private void initialize() {
        picture.setAccessibleText(texts.of("live.client.picture", client()));
        addClient.setOnAction(chosen -> item.state().firstStream().ifPresent(viewModel::addClient));
        addEavesdropper.setOnAction(chosen -> item.state().firstStream().ifPresent(viewModel::addEavesdropper));
        remove.setText(texts.of("live.client.remove", client()));
        remove.setOnAction(chosen -> viewModel.remove(client()));
        menu.setAccessibleText(texts.of("live.client.menu", client()));
        why.setOnAction(clicked -> explain());
        showing = item.faceProperty().subscribe(this::show)
                .and(new StalePart(item, root, status, silence).prepare())
                .and(LabOnly.show(viewModel, menu));
    }

    private void show(ClientCardState state) {
        name.setText(state.name().value());
        StatusLabel.show(status, state.status(), state.tone());
        showKeys(state.isTrouble() ? List.of() : state.keys());
        show(fetching, state.isTrouble() ? "" : state.fetching());
        show(reason, state.reason());
        show(counters, state.isTrouble() ? "" : state.counters());
        counters.setTooltip(state.io().isEmpty() ? null : ioTip);
        ioTip.setText(state.io());
        Visibility.show(why, !state.why().isEmpty());
        picture.setPlaceholder(state.instead());
        state.firstStream().ifPresent(stream -> {
            addClient.setText(texts.of("live.addClient.to", stream));
            addEavesdropper.setText(texts.of("live.addEavesdropper.to", stream));
        });
        root.setAccessibleText(texts.of("live.client.accessible", state.name(), state.status(),
                state.isTrouble() ? state.reason() : state.counters()));
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
        Visibility.show(label, !text.isEmpty());
    }
}
