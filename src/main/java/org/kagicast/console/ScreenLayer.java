package org.kagicast.console;

import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;

/// Lies over the other screens and is empty until it is seen for the first time, so that a window opens without those that
/// nobody looks at. One language long.
final class ScreenLayer {

    private final StackPane node = new StackPane();

    /// @param make makes the screen, once
    ScreenLayer(Supplier<Parent> make) {
        node.setVisible(false);
        node.visibleProperty().subscribe(seen -> {
            if (seen && node.getChildren().isEmpty()) {
                node.getChildren().setAll(make.get());
            }
        });
    }

    /// Invisible as long as it is not shown.
    Parent node() {
        return node;
    }
}
