package org.kagicast.console.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.fxml.FXML;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kagicast.console.session.LabState;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.KeyTimeline;
import org.kagicast.console.view.Fxml;
import org.kagicast.model.StreamName;

/// The Live screen. One language long: another language makes another view of the same view model.
public final class LiveView {

    private static final double STREAMS_SHARE = 0.315;

    private final LiveViewModel viewModel;
    private final Texts texts;
    private final Pictures pictures = new Pictures();
    private final Map<Item<KeyServerFace>, KeyServerCard> keyServerCards = new LinkedHashMap<>();
    private final Map<Item<StreamFace>, StreamCard> streamCards = new LinkedHashMap<>();
    private final Map<Item<ClientFace>, ClientTile> clientTiles = new LinkedHashMap<>();
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

    public LiveView(LiveViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.node = Fxml.load("live", Parent.class, this, texts);
    }

    public Parent node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
        keyServerCards.values().forEach(KeyServerCard::close);
        streamCards.values().forEach(StreamCard::close);
        clientTiles.values().forEach(ClientTile::close);
    }

    @FXML
    private void initialize() {
        AddTile addTile = new AddTile(viewModel, texts);
        Button addContentServer = addContentServer();
        streamColumn.prefWidthProperty().bind(columns.widthProperty().multiply(STREAMS_SHARE));
        clientColumn.prefWidthProperty().bind(
                columns.widthProperty().subtract(streamColumn.widthProperty()).subtract(columns.spacingProperty()));
        start.setOnAction(clicked -> viewModel.startLab());
        showing = Subscription.combine(
                viewModel.stateProperty().subscribe(this::show),
                follow(viewModel.keyServers(), keyServerCards, item -> new KeyServerCard(item, texts),
                        KeyServerCard::close, () -> arrange(keyServers, viewModel.keyServers(),
                                item -> card(keyServerCards, item).node(), Optional.empty())),
                follow(viewModel.streams(), streamCards, item -> new StreamCard(item, viewModel, texts),
                        StreamCard::close, () -> {
                            arrange(streams, viewModel.streams(), item -> card(streamCards, item).node(),
                                    Optional.of(addContentServer));
                            markSelected(viewModel.selection().streamProperty().get());
                        }),
                follow(viewModel.clients(), clientTiles, item -> new ClientTile(item, viewModel, texts),
                        ClientTile::close, () -> arrange(clients, viewModel.clients(),
                                item -> card(clientTiles, item).node(), Optional.of(addTile.node()))),
                viewModel.selection().streamProperty().subscribe(this::markSelected),
                viewModel.selection().revealedProperty().subscribe(target -> target.ifPresent(this::reveal)),
                viewModel.nowProperty().subscribe(now -> beat()));
    }

    private Button addContentServer() {
        Button button = new Button(texts.of("live.addContentServer"));
        button.setId("addContentServer");
        button.getStyleClass().add("add-tile");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(clicked -> viewModel.addContentServer());
        return button;
    }

    private void show(LabState state) {
        running.setVisible(state == LabState.RUNNING);
        empty.setVisible(state != LabState.RUNNING);
        progress.setVisible(state == LabState.STARTING || state == LabState.STOPPING);
        progress.setManaged(progress.isVisible());
        start.setVisible(state == LabState.STOPPED);
        emptyText.setVisible(state == LabState.STOPPED);
        emptyTitle.setText(texts.of(switch (state) {
            case STARTING -> "live.starting";
            case STOPPING -> "live.stopping";
            case STOPPED, RUNNING -> "live.empty.title";
        }));
    }

    /// What moves between two snapshots: the timeline, and the pictures that are in view.
    private void beat() {
        if (running.isVisible() && running.getScene() != null) {
            timeline.show(viewModel.timelineProperty().get(), viewModel.nowProperty().get(), viewModel.numbers(),
                    texts);
            clientTiles.values().stream().filter(tile -> isInView(tile.node())).forEach(tile -> tile.look(pictures));
        }
    }

    private boolean isInView(Node tile) {
        double height = clientScroll.getViewportBounds().getHeight();
        double hidden = Math.max(0, clients.getHeight() - height);
        double top = clientScroll.getVvalue() * hidden;
        return tile.getBoundsInParent().getMaxY() >= top && tile.getBoundsInParent().getMinY() <= top + height;
    }

    private void markSelected(Optional<StreamName> selected) {
        streamCards.values().forEach(card -> card.markSelected(selected));
    }

    private void reveal(Target target) {
        switch (target) {
            case Target.OfKeyServer of -> keyServerCards.values().stream()
                    .filter(card -> card.name().equals(of.name())).findFirst().ifPresent(KeyServerCard::explain);
            case Target.OfStream of -> streamCards.values().stream().filter(card -> card.stream().equals(of.name()))
                    .findFirst().ifPresent(card -> {
                        bringIntoView(streamScroll, card.node());
                        card.node().requestFocus();
                        card.explain();
                    });
            case Target.OfClient of -> clientTiles.values().stream().filter(tile -> tile.client().equals(of.name()))
                    .findFirst().ifPresent(tile -> {
                        bringIntoView(clientScroll, tile.node());
                        tile.explain();
                    });
        }
    }

    private static void bringIntoView(ScrollPane scroll, Node card) {
        Bounds bounds = card.getBoundsInParent();
        double height = scroll.getViewportBounds().getHeight();
        double hidden = scroll.getContent().getBoundsInLocal().getHeight() - height;
        if (hidden > 0) {
            scroll.setVvalue(Math.clamp((bounds.getCenterY() - height / 2) / hidden, 0, 1));
        }
    }

    private static <F, C> C card(Map<Item<F>, C> cards, Item<F> item) {
        C card = cards.get(item);
        if (card == null) {
            throw new IllegalStateException("an item has no card");
        }
        return card;
    }

    /// Keeps one card for each item, and arranges them anew when items come or go.
    private static <F, C> Subscription follow(ObservableList<Item<F>> items, Map<Item<F>, C> cards,
            Function<Item<F>, C> create, Consumer<C> close, Runnable arrange) {
        Runnable adapt = () -> {
            cards.entrySet().removeIf(entry -> {
                boolean isGone = !items.contains(entry.getKey());
                if (isGone) {
                    close.accept(entry.getValue());
                }
                return isGone;
            });
            items.forEach(item -> cards.computeIfAbsent(item, create));
            arrange.run();
        };
        ListChangeListener<Item<F>> listener = change -> adapt.run();
        items.addListener(listener);
        adapt.run();
        return () -> items.removeListener(listener);
    }

    private static <F> void arrange(Pane pane, ObservableList<Item<F>> items, Function<Item<F>, Node> node,
            Optional<Node> last) {
        List<Node> nodes = new ArrayList<>(items.stream().map(node).toList());
        last.ifPresent(nodes::add);
        pane.getChildren().setAll(nodes);
    }
}
