package org.kagicast.console.view;

import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

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
        Follower follower = new Follower(labeled);
        labeled.textTruncatedProperty().addListener(follower);
        follower.follow(labeled.isTextTruncated());
    }

    /// A tooltip is a window of its own with a scene and styles, so there is none before a text has been shortened.
    private static final class Follower implements ChangeListener<Boolean> {

        private final Labeled labeled;
        private @Nullable Tooltip whole;

        Follower(Labeled labeled) {
            this.labeled = labeled;
        }

        @Override
        public void changed(ObservableValue<? extends Boolean> truncated, Boolean before, Boolean now) {
            follow(now);
        }

        void follow(boolean truncated) {
            if (truncated && labeled.getTooltip() == null) {
                labeled.setTooltip(whole());
            } else if (!truncated && whole != null && whole.equals(labeled.getTooltip())) {
                labeled.setTooltip(null);
            }
        }

        private Tooltip whole() {
            if (whole == null) {
                whole = new Tooltip();
                whole.textProperty().bind(labeled.textProperty());
            }
            return whole;
        }
    }
}
