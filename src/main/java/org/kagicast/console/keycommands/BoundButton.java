package org.kagicast.console.keycommands;

import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.keycommands.KeyCommandsState.CommandButton;

/// A button whose press is about what stood on it when it went down: meanwhile it neither changes its face nor is it
/// disabled, and what it then orders is the press as it began.
final class BoundButton {

    private final KeyCommand command;
    private final Button button;
    private final KeyCommandsViewModel viewModel;
    private final Tooltip tip = new Tooltip();
    private @Nullable KeyPress press;
    private @Nullable CommandButton latest;

    BoundButton(KeyCommand command, Button button, KeyCommandsViewModel viewModel) {
        this.command = command;
        this.button = button;
        this.viewModel = viewModel;
    }

    Subscription prepare() {
        button.setTooltip(tip);
        button.setOnAction(fired -> {
            KeyPress bound = press == null ? viewModel.press(command) : press;
            press = null;
            viewModel.order(bound);
        });
        return button.armedProperty().subscribe(armed -> {
            if (armed) {
                press = viewModel.press(command);
            } else {
                // A key on the keyboard lets go before it fires.
                Platform.runLater(this::letGo);
            }
        });
    }

    void show(CommandButton next) {
        latest = next;
        if (press == null) {
            button.setText(next.text());
            button.setDisable(!next.applies());
            tip.setText(next.tip());
            button.setAccessibleHelp(next.tip());
        }
    }

    private void letGo() {
        if (!button.isArmed()) {
            press = null;
            if (latest != null) {
                show(latest);
            }
        }
    }
}
