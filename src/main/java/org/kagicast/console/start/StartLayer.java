package org.kagicast.console.start;

import javafx.application.Platform;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.commands.WindowCommands;
import org.kagicast.console.text.Texts;

/// Where the start centre stands. It is made when the window is empty and stays so for a moment: one that opens with
/// something to show opens without. One language long.
public final class StartLayer {

    private final StartViewModel viewModel;
    private final WindowCommands commands;
    private final Texts texts;
    private final StackPane node = new StackPane();
    private final Subscription showing;
    private @Nullable StartView view;
    private boolean closed;

    public StartLayer(StartViewModel viewModel, WindowCommands commands, Texts texts) {
        this.viewModel = viewModel;
        this.commands = commands;
        this.texts = texts;
        showing = viewModel.shownProperty().subscribe(shown -> Platform.runLater(this::fill));
    }

    public StackPane node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        closed = true;
        showing.unsubscribe();
        if (view != null) {
            view.close();
        }
    }

    private void fill() {
        if (viewModel.shownProperty().get() && view == null && !closed) {
            StartView made = new StartView(viewModel, commands, texts);
            view = made;
            node.getChildren().setAll(made.node());
        }
    }
}
