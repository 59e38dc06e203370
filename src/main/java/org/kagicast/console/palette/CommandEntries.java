package org.kagicast.console.palette;

import java.util.List;
import java.util.stream.Stream;
import org.kagicast.console.commands.WindowCommand;
import org.kagicast.console.commands.WindowCommands;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.text.Texts;

/// The commands about the window and all that it shows.
public final class CommandEntries implements PaletteEntries {

    private final WindowCommands commands;
    private final ConsoleModel model;

    public CommandEntries(WindowCommands commands, ConsoleModel model) {
        this.commands = commands;
        this.model = model;
    }

    @Override
    public List<Entry> entries(String wanted) {
        return Stream.of(WindowCommand.values())
                .filter(command -> command != WindowCommand.SEARCH && commands.has(command)).map(this::entry).toList();
    }

    private Entry entry(WindowCommand command) {
        Texts texts = model.texts();
        String text = texts.of("command", command);
        return new Entry(command.group() == WindowCommand.Group.NONE
                ? text
                : texts.of("palette.of", texts.of("command.group", command.group()), text),
                command.keysText().orElse(""), commands.whyNot(command).orElse(""), () -> commands.run(command));
    }
}
