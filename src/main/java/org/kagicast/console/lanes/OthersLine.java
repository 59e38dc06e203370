package org.kagicast.console.lanes;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.kagicast.console.text.Texts;

/// Stands above the clients that receive no stream in view.
final class OthersLine extends RowNode {

    private final HBox node = new HBox();
    private final MenuButton none = new MenuButton();

    OthersLine(Texts texts) {
        Label title = new Label(texts.of("live.others"));
        title.getStyleClass().add("section");
        node.getStyleClass().addAll("lane-row", "others");
        node.setAlignment(Pos.CENTER_LEFT);
        node.getChildren().setAll(title);
    }

    @Override
    HBox node() {
        return node;
    }

    @Override
    MenuButton menu() {
        return none;
    }

    @Override
    Subscription show(LaneRow row) {
        return Subscription.EMPTY;
    }

    @Override
    void arrange(Columns columns) {
        // It has one column.
    }

    @Override
    void explain() {
        // There is nothing wrong with it.
    }
}
