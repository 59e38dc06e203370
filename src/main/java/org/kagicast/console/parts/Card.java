package org.kagicast.console.parts;

import javafx.scene.Node;

/// What stands for one item on the screen.
public interface Card {

    Node node();

    /// Tells in a whole sentence what is wrong and what to do, if anything is wrong.
    void explain();

    /// Shows no more changes.
    void close();
}
