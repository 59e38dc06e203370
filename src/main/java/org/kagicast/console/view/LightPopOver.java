package org.kagicast.console.view;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.MouseEvent;
import org.controlsfx.control.PopOver;

/// A popover that closes when something else is clicked, and lets that click through: what was clicked does what it does.
/// The click that closes it on what opened it does not open it anew. Escape closes it, too.
public final class LightPopOver extends PopOver {

    private boolean isClosing;

    public LightPopOver(Node content) {
        super(content);
        setConsumeAutoHidingEvents(false);
        setHideOnEscape(true);
        // The press is told first to the popover, then to the node that is pressed.
        setOnAutoHide(hiding -> {
            isClosing = true;
            Platform.runLater(() -> isClosing = false);
        });
    }

    /// Has a button open it, or close it.
    ///
    /// @param toggle opens what is closed and closes what is open
    public void openBy(ButtonBase button, Runnable toggle) {
        Presses presses = new Presses();
        button.addEventFilter(MouseEvent.MOUSE_PRESSED, pressed -> presses.hasClosed = isClosing);
        button.setOnAction(fired -> {
            boolean hasClosed = presses.hasClosed;
            presses.hasClosed = false;
            if (!hasClosed) {
                toggle.run();
            }
        });
    }

    private static final class Presses {
        private boolean hasClosed;
    }
}
