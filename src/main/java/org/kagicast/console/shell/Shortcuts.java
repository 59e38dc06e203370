package org.kagicast.console.shell;

import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.GridPane;
import org.controlsfx.control.PopOver;
import org.kagicast.console.keycommands.KeyCommand;
import org.kagicast.console.text.Texts;

/// The keys of the keyboard, and the sheet that lists them.
public final class Shortcuts {

    /// Those of the commands about the selected stream's key.
    public static final Map<String, KeyCommand> COMMANDS = Map.of("Shortcut+N", KeyCommand.ANNOUNCE,
            "Shortcut+Shift+N", KeyCommand.CHANGE_NOW, "Shortcut+Enter", KeyCommand.SWITCH_NOW, "Shortcut+H",
            KeyCommand.HOLD, "Shortcut+Back_Space", KeyCommand.CANCEL);

    /// In the order of the sheet; each has a text "shortcut.N".
    private static final List<String> SHEET = List.of("Shortcut+N", "Shortcut+Shift+N", "Shortcut+Enter", "Shortcut+H",
            "Shortcut+Back_Space", "Shortcut+1", "Shortcut+2", "Shortcut+3", "Shortcut+Space", "Alt+Left", "Alt+Right",
            "Shortcut+K", "Shortcut+Plus", "Shortcut+Minus",
            "Shortcut+0", "F5", "F11", "F1");

    private Shortcuts() {
    }

    /// Opens the sheet in the middle of the window.
    public static void show(Node over, Texts texts) {
        GridPane sheet = new GridPane();
        sheet.getStyleClass().add("shortcuts");
        for (int row = 0; row < SHEET.size(); row++) {
            Label keys = new Label(KeyCombination.valueOf(SHEET.get(row)).getDisplayText());
            keys.getStyleClass().add("key-cap");
            sheet.addRow(row, keys, new Label(texts.of("shortcut." + (row + 1))));
        }
        PopOver popOver = new PopOver(sheet);
        popOver.setTitle(texts.of("menu.shortcuts.title"));
        popOver.setArrowSize(0);
        popOver.getRoot().getStylesheets().addAll(over.getScene().getStylesheets());
        var window = over.getScene().getWindow();
        popOver.show(over, window.getX() + window.getWidth() / 2 - 200, window.getY() + 110);
    }
}
