package org.kagicast.console.view;

import javafx.scene.Node;

/// Shows parts of a screen so that a hidden one leaves no gap.
public final class Visibility {

    private Visibility() {
    }

    /// Shows a node, or hides it and gives its room to the others.
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
