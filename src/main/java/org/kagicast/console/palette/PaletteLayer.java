package org.kagicast.console.palette;

import javafx.geometry.Pos;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.text.Texts;

/// Lies over the window and is empty until the palette is opened for the first time, so that a window opens without it. One
/// language long.
public final class PaletteLayer {

    private final PaletteViewModel viewModel;
    private final Texts texts;
    private final StackPane node = new StackPane();
    private final Subscription opening;
    private @Nullable PaletteView view;

    public PaletteLayer(PaletteViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        node.setAlignment(Pos.TOP_CENTER);
        node.setPickOnBounds(false);
        opening = viewModel.openProperty().subscribe(this::fill);
    }

    public StackPane node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        opening.unsubscribe();
        if (view != null) {
            view.close();
        }
    }

    private void fill(boolean isOpen) {
        if (isOpen && view == null) {
            PaletteView made = new PaletteView(viewModel, texts);
            view = made;
            node.getChildren().setAll(made.node());
            made.prepare();
        }
    }
}
