package org.kagicast.console.view;

import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;

/// Gives a text that is shortened with an ellipsis a tooltip with the whole of it, and takes it away when there is room.
public final class Ellipsis {

    private Ellipsis() {
    }

    /// All labels, buttons and links under a node that have no tooltip of their own.
    public static void explainAll(Node node) {
        if (node instanceof Labeled labeled) {
            explain(labeled);
        } else if (node instanceof ScrollPane scroll && scroll.getContent() != null) {
            explainAll(scroll.getContent());
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(Ellipsis::explainAll);
        }
    }

    public static void explain(Labeled labeled) {
        if (labeled instanceof MenuButton || labeled.getTooltip() != null) {
            return;
        }
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(labeled.textProperty());
        ChangeListener<Boolean> listener = (truncated, before, now) -> follow(labeled, whole, now);
        labeled.textTruncatedProperty().addListener(listener);
        follow(labeled, whole, labeled.isTextTruncated());
    }

    private static void follow(Labeled labeled, Tooltip whole, boolean truncated) {
        if (truncated && labeled.getTooltip() == null) {
            labeled.setTooltip(whole);
        } else if (!truncated && whole.equals(labeled.getTooltip())) {
            labeled.setTooltip(null);
        }
    }
}
