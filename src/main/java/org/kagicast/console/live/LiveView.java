package org.kagicast.console.live;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kagicast.console.lanes.LaneBoard;
import org.kagicast.console.lanes.LanesViewModel;
import org.kagicast.console.matrix.MatrixView;
import org.kagicast.console.members.MemberActions;
import org.kagicast.console.parts.CardList;
import org.kagicast.console.session.EmptyState;
import org.kagicast.console.session.Target;
import org.kagicast.console.settings.Settings;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Dividers;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;
import org.kagicast.console.wall.PictureWall;
import org.kordamp.ikonli.javafx.FontIcon;

/// The Live screen. One language long: another language makes another view of the same view model.
public final class LiveView {

    /// Of the height, what the lanes get at most while nobody has moved the divider, and there are pictures to show.
    private static final double MOST_LANES = 0.74;
    private static final double LEAST_PICTURES = 120;

    private final LiveViewModel viewModel;
    private final MemberActions members;
    private final Texts texts;
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
    private FlowPane keyServers;
    @FXML
    private HBox laneHeader;
    @FXML
    private Label counts;
    @FXML
    private Button foldAll;
    @FXML
    private ToggleButton pictures;
    @FXML
    private ToggleButton matrix;
    @FXML
    private Button legend;
    @FXML
    private MenuButton add;
    @FXML
    private SplitPane split;

    /// @param members what can be ordered about clients
    public LiveView(LiveViewModel viewModel, MemberActions members, Texts texts) {
        this.viewModel = viewModel;
        this.members = members;
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
        LanesViewModel lanes = viewModel.lanes();
        CardList<KeyServerCardState, KeyServerCard> keyServerCards = new CardList<>(viewModel.keyServers(), keyServers,
                item -> new KeyServerCard(item, texts));
        new AddItems(lanes, texts).into(add);
        new Legend(texts).openBy(legend);
        LaneBoard board = new LaneBoard(lanes, members, laneHeader, texts);
        PictureWall wall = new PictureWall(viewModel.wall(), texts);
        MatrixView table = new MatrixView(viewModel.matrix(), texts);
        split.getItems().setAll(board);
        pictures.setOnAction(clicked -> viewModel.choose(pictures.isSelected() ? Lower.PICTURES : Lower.NOTHING));
        matrix.setOnAction(clicked -> viewModel.choose(matrix.isSelected() ? Lower.MATRIX : Lower.NOTHING));
        showing = Subscription.combine(viewModel.emptyProperty().subscribe(this::show),
                lanes.changeableProperty().subscribe(can -> Visibility.show(add, can)),
                lanes.rowsProperty().subscribe(rows -> showCounts(lanes)),
                viewModel.selection().revealedProperty().subscribe(
                        (before, target) -> target.ifPresent(each -> reveal(each, keyServerCards, board))),
                viewModel.wall().presentProperty().subscribe(present -> Visibility.show(pictures, present)),
                viewModel.lowerProperty().subscribe(lower -> place(lower, wall, table, board)),
                split.heightProperty().subscribe(height -> divide(wall, board)),
                split.widthProperty().subscribe(width -> divide(wall, board)),
                lanes.rowsProperty().subscribe(rows -> divide(wall, board)),
                viewModel.wall().tiles().subscribe(() -> divide(wall, board)),
                Dividers.remember(split, Settings.DIVIDERS.of("live"), viewModel.preferences()),
                keyServerCards::close, board::close, wall::close, table::close);
    }

    private void showCounts(LanesViewModel lanes) {
        counts.setText(texts.of("live.counts", lanes.lanes().size(), lanes.clients()));
        boolean isFolding = lanes.lanes().stream().anyMatch(lane -> !lane.isFolded());
        foldAll.setGraphic(new FontIcon(isFolding ? "fth-minimize-2" : "fth-maximize-2"));
        String does = texts.of(isFolding ? "live.lanes.foldAll" : "live.lanes.openAll");
        foldAll.setAccessibleText(does);
        foldAll.getTooltip().setText(does);
        foldAll.setOnAction(clicked -> lanes.foldAll(lanes.lanes().stream().anyMatch(lane -> !lane.isFolded())));
    }

    /// What stands under the lanes shares the room with them.
    private void place(Lower lower, PictureWall wall, MatrixView table, LaneBoard board) {
        pictures.setSelected(lower == Lower.PICTURES);
        matrix.setSelected(lower == Lower.MATRIX);
        split.getItems().removeAll(wall.node(), table.node());
        switch (lower) {
            case PICTURES -> split.getItems().add(wall.node());
            case MATRIX -> split.getItems().add(table.node());
            case NOTHING, BY_ITSELF -> {
                return;
            }
        }
        viewModel.preferences().get(Settings.DIVIDERS.of("live")).stream().findFirst()
                .ifPresent(split::setDividerPositions);
        divide(wall, board);
    }

    /// While nobody has moved the divider, the lanes get what they need, and the pictures what they can use.
    private void divide(PictureWall wall, LaneBoard board) {
        double height = split.getHeight();
        if (split.getItems().size() < 2 || height <= 0
                || !viewModel.preferences().get(Settings.DIVIDERS.of("live")).isEmpty()) {
            return;
        }
        double good = viewModel.lowerProperty().get() == Lower.PICTURES
                ? wall.goodHeight(split.getWidth())
                : height - board.usualHeight();
        double needed = Math.min(board.usualHeight(), height * MOST_LANES);
        double most = Math.max(needed, height - LEAST_PICTURES);
        split.setDividerPositions(Math.clamp(Math.clamp(height - good, needed, most) / height, 0, 1));
    }

    private void show(EmptyState state) {
        running.setVisible(!state.isEmpty());
        empty.setVisible(state.isEmpty());
        Visibility.show(progress, state.busy());
        emptyText.setText(state.text());
        emptyTitle.setText(state.title());
    }

    private static void reveal(Target target, CardList<KeyServerCardState, KeyServerCard> keyServerCards,
            LaneBoard board) {
        switch (target) {
            case Target.OfKeyServer of -> keyServerCards.find(KeyServerCardState::name, of.name()).ifPresent(card -> {
                card.node().requestFocus();
                card.explain();
            });
            case Target.OfStream of -> board.reveal(of);
            case Target.OfClient of -> board.reveal(of);
        }
    }
}
