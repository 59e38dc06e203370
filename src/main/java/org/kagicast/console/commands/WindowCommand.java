package org.kagicast.console.commands;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.input.KeyCombination;

/// Something that can be done with the window or to all that it shows. Each has a text `command.` and its name.
public enum WindowCommand {
    LIVE(Group.SCREEN, "Shortcut+1"),
    KEY_TABLES(Group.SCREEN, "Shortcut+2"),
    EVENTS(Group.SCREEN, "Shortcut+3"),
    SEARCH(Group.NONE, "Shortcut+P"),
    NEWS(Group.NONE, "F8"),
    CONNECT(Group.NONE, "Shortcut+K"),
    PAUSE(Group.TIME, "Shortcut+Space"),
    EVENT_BEFORE(Group.TIME, "Alt+Left"),
    EVENT_AFTER(Group.TIME, "Alt+Right"),
    FOLD_LANES(Group.SCREEN),
    OPEN_LANES(Group.SCREEN),
    PICTURES(Group.SCREEN),
    MATRIX(Group.SCREEN),
    ANNOUNCE_ALL(Group.ALL_STREAMS),
    CHANGE_ALL_NOW(Group.ALL_STREAMS),
    RESET_COUNTERS(Group.ALL_STREAMS),
    STOP_LAB(Group.LAB),
    ADD_CONTENT_SERVER(Group.LAB),
    LIGHT(Group.THEME),
    DARK(Group.THEME),
    SYSTEM(Group.THEME),
    ENGLISH(Group.LANGUAGE),
    JAPANESE(Group.LANGUAGE),
    LARGER(Group.SIZE, "Shortcut+Plus", "Shortcut+Equals", "Shortcut+Add"),
    SMALLER(Group.SIZE, "Shortcut+Minus", "Shortcut+Subtract"),
    USUAL_SIZE(Group.SIZE, "Shortcut+0"),
    FULL_SCREEN(Group.SIZE, "F11"),
    PRESENT(Group.SIZE, "F5"),
    SHORTCUTS(Group.HELP, "F1"),
    DOCUMENTS(Group.HELP),
    LOG(Group.HELP);

    /// What stands before a command where it stands alone, as `command.group.` and its name.
    public enum Group {
        NONE,
        SCREEN,
        TIME,
        ALL_STREAMS,
        LAB,
        THEME,
        LANGUAGE,
        SIZE,
        HELP
    }

    private final Group group;
    /// With spaces between them.
    private final String keys;

    WindowCommand(Group group, String... keys) {
        this.group = group;
        this.keys = String.join(" ", keys);
    }

    public Group group() {
        return group;
    }

    /// All keys that do it.
    public List<KeyCombination> keys() {
        return Stream.of(keys.split(" ")).filter(each -> !each.isEmpty()).map(KeyCombination::valueOf).toList();
    }

    /// The first of its keys, as people read them; empty where it has none.
    public Optional<String> keysText() {
        return keys().stream().findFirst().map(WindowCommand::read);
    }

    /// A key combination as people read it.
    static String read(KeyCombination keys) {
        String text = keys.getDisplayText().replace("Back_Space", "Backspace").replace("\u21b5", "Enter");
        return text.endsWith("++") ? text.substring(0, text.length() - 2) + " +" : text;
    }
}
