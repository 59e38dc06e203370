package org.kagicast.console.lanes;

import javafx.scene.control.MenuButton;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

/// What stands for a row on the board while it is seen. Rows of one kind take turns with one node.
abstract class RowNode {

    private Subscription showing = Subscription.EMPTY;

    abstract Region node();

    /// The commands of the row.
    abstract MenuButton menu();

    /// @return ends showing it
    abstract Subscription show(LaneRow row);

    abstract void arrange(Columns columns);

    /// Tells in a whole sentence what is wrong and what to do, if anything is wrong.
    abstract void explain();

    final void bind(LaneRow row) {
        showing.unsubscribe();
        showing = show(row);
    }

    final void unbind() {
        showing.unsubscribe();
        showing = Subscription.EMPTY;
    }
}
