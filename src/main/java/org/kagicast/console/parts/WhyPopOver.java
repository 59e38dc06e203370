package org.kagicast.console.parts;

import java.util.List;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.kagicast.console.view.LightPopOver;

/// Tells in a whole sentence why something is as it is, and the way out.
public final class WhyPopOver {

    private WhyPopOver() {
    }

    public static void show(Node beside, String title, String sentence) {
        show(beside, title, sentence, List.of());
    }

    /// @param cures what can be done about it, a click of which ends the telling
    public static void show(Node beside, String title, String sentence, List<Button> cures) {
        Label head = new Label(title);
        head.getStyleClass().add("name");
        Label text = new Label(sentence);
        text.setWrapText(true);
        VBox content = new VBox(head, text);
        if (!cures.isEmpty()) {
            FlowPane buttons = new FlowPane();
            buttons.getStyleClass().add("cures");
            buttons.getChildren().setAll(cures);
            content.getChildren().add(buttons);
        }
        content.getStyleClass().add("why");
        PopOver popOver = new LightPopOver(content);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_CENTER);
        popOver.setTitle(title);
        popOver.setAnimated(false);
        // The popover brings a style sheet of its own, which outranks those of the
        // scene.
        popOver.getRoot().getStylesheets().addAll(beside.getScene().getStylesheets());
        cures.forEach(cure -> cure.addEventHandler(ActionEvent.ACTION, done -> popOver.hide()));
        popOver.show(beside);
    }
}
