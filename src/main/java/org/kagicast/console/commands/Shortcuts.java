package org.kagicast.console.commands;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.GridPane;
import org.controlsfx.control.PopOver;
import org.kagicast.console.keycommands.KeyCommand;
import org.kagicast.console.text.Texts;

/// The keys of the keyboard, and the sheet that lists them.
public final class Shortcuts {

    private static final Map<KeyCommand, KeyCombination> KEYS = new EnumMap<>(Map.of(
            KeyCommand.ANNOUNCE, KeyCombination.valueOf("Shortcut+N"),
            KeyCommand.CHANGE_NOW, KeyCombination.valueOf("Shortcut+Shift+N"),
            KeyCommand.SWITCH_NOW, KeyCombination.valueOf("Shortcut+Enter"),
            KeyCommand.HOLD, KeyCombination.valueOf("Shortcut+H"),
            KeyCommand.CANCEL, KeyCombination.valueOf("Shortcut+Back_Space")));

    private Shortcuts() {
    }

    /// The keys of a command about the selected stream's key.
    public static KeyCombination of(KeyCommand command) {
        return Objects.requireNonNull(KEYS.get(command));
    }

    /// The same as people read them.
    public static String text(KeyCommand command) {
        return WindowCommand.read(of(command));
    }

    /// Opens the sheet in the middle of the window.
    public static void show(Node over, Texts texts) {
        GridPane sheet = new GridPane();
        sheet.getStyleClass().add("shortcuts");
        Stream.of(KeyCommand.values())
                .forEach(command -> add(sheet, text(command), texts.of("shortcut", command)));
        Stream.of(WindowCommand.values()).forEach(command -> command.keysText()
                .ifPresent(keys -> add(sheet, keys, texts.of("command", command))));
        PopOver popOver = new PopOver(sheet);
        popOver.setTitle(texts.of("command.SHORTCUTS"));
        popOver.setArrowSize(0);
        popOver.getRoot().getStylesheets().addAll(over.getScene().getStylesheets());
        var window = over.getScene().getWindow();
        popOver.show(over, window.getX() + window.getWidth() / 2 - 200, window.getY() + 60);
    }

    private static void add(GridPane sheet, String keys, String does) {
        Label cap = new Label(keys);
        cap.getStyleClass().add("key-cap");
        cap.setMinWidth(Label.USE_PREF_SIZE);
        sheet.addRow(sheet.getRowCount(), cap, new Label(does));
    }
}
