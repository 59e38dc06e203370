package org.kagicast.console.live;

import java.time.Instant;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Subscription;
import org.kagicast.console.session.EmptyState;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.KeyTimeline;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;

/// The Live screen. One language long: another language makes another view of the same view model.
public final class LiveView {

    private static final double STREAMS_SHARE = 0.315;

    private final LiveViewModel viewModel;
    private final Runnable askToConnect;
    private final Texts texts;
    private final Pictures pictures = new Pictures();
    private final Parent node;
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private VBox running;
    @FXML
    private VBox empty;
    @FXML
    private ProgressIndicator progress;
    @FXML
    private Label emptyTitle;
    @FXML
    private Label emptyText;
    @FXML
    private Button start;
    @FXML
    private Button connectNode;
    @FXML
    private TileGrid keyServers;
    @FXML
    private HBox columns;
    @FXML
    private VBox streamColumn;
    @FXML
    private VBox clientColumn;
    @FXML
    private VBox streams;
    @FXML
    private TileScroll streamScroll;
    @FXML
    private TileGrid clients;
    @FXML
    private TileScroll clientScroll;
    @FXML
    private KeyTimeline timeline;

    /// @param askToConnect opens the form for a node on another machine
    public LiveView(LiveViewModel viewModel, Runnable askToConnect, Texts texts) {
        this.viewModel = viewModel;
        this.askToConnect = askToConnect;
        this.texts = texts;
        this.node = Fxml.load("live", Parent.class, this, texts);
    }

    public Parent node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
    }

    @FXML
    private void initialize() {
        streamColumn.prefWidthProperty().bind(columns.widthProperty().multiply(STREAMS_SHARE));
        clientColumn.prefWidthProperty().bind(
                columns.widthProperty().subtract(streamColumn.widthProperty()).subtract(columns.spacingProperty()));
        start.setOnAction(clicked -> viewModel.startLab());
        connectNode.setOnAction(clicked -> askToConnect.run());
        Button addContentServer = addContentServer();
        Button addClient = new AddTile(viewModel, texts).node();
        CardList<KeyServerCardState, KeyServerCard> keyServerCards = new CardList<>(viewModel.keyServers(), keyServers,
                item -> new KeyServerCard(item, texts), Optional.empty());
        CardList<StreamCardState, StreamCard> streamCards = new CardList<>(viewModel.streams(), streams,
                item -> new StreamCard(item, viewModel, texts), Optional.of(addContentServer));
        CardList<ClientCardState, ClientTile> clientTiles = new CardList<>(viewModel.clients(), clients,
                item -> new ClientTile(item, viewModel, texts), Optional.of(addClient));
        showing = Subscription.combine(
                viewModel.emptyProperty().subscribe(this::show),
                LabOnly.show(viewModel, addContentServer), LabOnly.show(viewModel, addClient),
                viewModel.selection().revealedProperty().subscribe(
                        (before, target) -> target.ifPresent(
                                each -> reveal(each, keyServerCards, streamCards, clientTiles))),
                viewModel.nowProperty().subscribe((before, now) -> showTimeline(now)),
                viewModel.framesProperty().subscribe((before, frames) -> showPictures(clientTiles)),
                keyServerCards::close, streamCards::close, clientTiles::close);
    }

    private Button addContentServer() {
        Button button = new Button(texts.of("live.addContentServer"));
        button.setId("addContentServer");
        button.getStyleClass().add("add-tile");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(clicked -> viewModel.addContentServer());
        return button;
    }

    private void show(EmptyState state) {
        running.setVisible(!state.isEmpty());
        empty.setVisible(state.isEmpty());
        Visibility.show(progress, state.busy());
        start.setVisible(state.startable());
        connectNode.setVisible(state.startable());
        emptyText.setText(state.text().isEmpty() ? texts.of("live.empty.text") : state.text());
        emptyTitle.setText(state.title());
    }

    /// The timeline moves between two snapshots, too.
    private void showTimeline(Instant now) {
        if (isSeen()) {
            timeline.show(viewModel.timelineProperty().get(), now, viewModel.numbers(), texts);
        }
    }

    /// Pictures change with the snapshots; only those in view cost anything.
    private void showPictures(CardList<ClientCardState, ClientTile> clientTiles) {
        if (isSeen()) {
            clientTiles.cards().filter(tile -> isInView(tile.node())).forEach(tile -> tile.look(pictures));
        }
    }

    private boolean isSeen() {
        return running.isVisible() && node.isVisible() && node.getScene() != null
                && !(node.getScene().getWindow() instanceof Stage window && window.isIconified());
    }

    private boolean isInView(Node tile) {
        double height = clientScroll.getViewportBounds().getHeight();
        double hidden = Math.max(0, clients.getHeight() - height);
        double top = clientScroll.getVvalue() * hidden;
        return tile.getBoundsInParent().getMaxY() >= top && tile.getBoundsInParent().getMinY() <= top + height;
    }

    private void reveal(Target target, CardList<KeyServerCardState, KeyServerCard> keyServerCards,
            CardList<StreamCardState, StreamCard> streamCards, CardList<ClientCardState, ClientTile> clientTiles) {
        Optional<? extends Card> found = switch (target) {
            case Target.OfKeyServer of -> keyServerCards.find(KeyServerCardState::name, of.name());
            case Target.OfStream of -> streamCards.find(StreamCardState::name, of.name());
            case Target.OfClient of -> clientTiles.find(ClientCardState::name, of.name());
        };
        found.ifPresent(card -> {
            bringIntoView(target instanceof Target.OfStream ? streamScroll : clientScroll, card.node());
            card.node().requestFocus();
            card.explain();
        });
    }

    private static void bringIntoView(ScrollPane scroll, Node card) {
        Bounds bounds = card.getBoundsInParent();
        double height = scroll.getViewportBounds().getHeight();
        double hidden = scroll.getContent().getBoundsInLocal().getHeight() - height;
        if (hidden > 0) {
            scroll.setVvalue(Math.clamp((bounds.getCenterY() - height / 2) / hidden, 0, 1));
        }
    }
}
