package org.kagicast.console.live;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.kagicast.console.view.LightPopOver;

/// Tells in a whole sentence why something is as it is, and the way out.
final class WhyPopOver {

    private WhyPopOver() {
    }

    static void show(Node beside, String title, String sentence) {
        Label head = new Label(title);
        head.getStyleClass().add("name");
        Label text = new Label(sentence);
        text.setWrapText(true);
        VBox content = new VBox(head, text);
        content.getStyleClass().add("why");
        PopOver popOver = new LightPopOver(content);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_CENTER);
        popOver.setTitle(title);
        popOver.setAnimated(false);
        // The popover brings a style sheet of its own, which outranks those of the
        // scene.
        popOver.getRoot().getStylesheets().addAll(beside.getScene().getStylesheets());
        popOver.show(beside);
    }
}
