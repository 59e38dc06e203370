package org.kagicast.console.view;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.kagicast.console.text.Texts;

/// Asks before something is done to many in a real domain: says what will happen, and does it only by a button that says so
/// too. Escape, a click elsewhere and the button that has the focus first leave all as it is.
public final class Confirmation {

    private Confirmation() {
    }

    /// @param consequence what will happen to whom
    /// @param act what stands on the button that does it
    public static void ask(Node beside, String title, String consequence, String act, Runnable order, Texts texts) {
        Label head = new Label(title);
        head.getStyleClass().add("name");
        Label text = new Label(consequence);
        text.setWrapText(true);
        Button leave = new Button(texts.of("confirm.leave"));
        Button doIt = new Button(act);
        doIt.setId("confirm");
        doIt.setMnemonicParsing(false);
        doIt.getStyleClass().add("danger");
        HBox buttons = new HBox(leave, doIt);
        buttons.getStyleClass().add("buttons");
        VBox content = new VBox(head, text, buttons);
        content.getStyleClass().add("why");
        PopOver popOver = new PopOver(content);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        popOver.getRoot().getStylesheets().addAll(beside.getScene().getStylesheets());
        leave.setOnAction(clicked -> popOver.hide());
        doIt.setOnAction(clicked -> {
            popOver.hide();
            order.run();
        });
        popOver.show(beside);
        leave.requestFocus();
    }
}
