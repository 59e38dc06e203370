package org.kagicast.console.wall;

import javafx.fxml.FXML;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.kagicast.console.parts.CardList;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.ScrollCache;

/// The pictures of all clients under their heading, which folds them away. One language long.
public final class PictureWall {

    private static final double HEADING = 30;

    private final WallViewModel viewModel;
    private final Texts texts;
    private final Pictures pictures = new Pictures();
    private final VBox node;
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private VBox root;
    @FXML
    private ScrollPane scroll;
    @FXML
    private WallGrid grid;

    public PictureWall(WallViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.node = Fxml.load("picture-wall", VBox.class, this, texts);
    }

    public VBox node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
    }

    /// The height in which its pictures are seen well.
    public double goodHeight(double width) {
        return HEADING + WallGrid.goodHeight(viewModel.tiles().size(), width);
    }

    @FXML
    private void initialize() {
        CardList<TileState, PictureTile> tiles = new CardList<>(viewModel.tiles(), grid,
                item -> new PictureTile(item, viewModel, texts));
        ScrollCache.switchOff(scroll);
        showing = Subscription.combine(
                scroll.viewportBoundsProperty().subscribe(bounds -> grid.setRoom(bounds.getHeight())),
                viewModel.framesProperty().subscribe((before, now) -> look(tiles)), tiles::close);
    }

    /// Pictures change with the snapshots; only those in view cost anything.
    private void look(CardList<TileState, PictureTile> tiles) {
        if (isSeen()) {
            tiles.cards().filter(tile -> isInView(tile.node())).forEach(tile -> tile.look(pictures));
        }
    }

    private boolean isSeen() {
        Window window = root.getScene() == null ? null : root.getScene().getWindow();
        if (window == null || !window.isShowing() || (window instanceof Stage stage && stage.isIconified())) {
            return false;
        }
        for (Node node = root; node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private boolean isInView(Node tile) {
        double height = scroll.getViewportBounds().getHeight();
        double top = scroll.getVvalue() * Math.max(0, grid.getHeight() - height);
        Bounds bounds = tile.getBoundsInParent();
        return bounds.getMaxY() >= top && bounds.getMinY() <= top + height;
    }
}
