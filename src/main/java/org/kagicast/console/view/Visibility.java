package org.kagicast.console.view;

import javafx.scene.Node;
import javafx.scene.control.Labeled;

/// Shows parts of a screen so that a hidden one leaves no gap.
public final class Visibility {

    private Visibility() {
    }

    /// Shows a node, or hides it and gives its room to the others.
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /// Shows a text, or hides what has none to show.
    public static void show(Labeled labeled, String text) {
        labeled.setText(text);
        show(labeled, !text.isEmpty());
    }
}
