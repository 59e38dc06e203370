package org.kagicast.console.commands;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What each command does, and why one does not apply now. Whoever offers commands asks here. On the console's thread only.
public final class WindowCommands {

    private final Map<WindowCommand, Deed> deeds = new EnumMap<>(WindowCommand.class);

    private record Deed(Runnable run, Supplier<Optional<String>> whyNot) {}

    /// Says what a command does that always applies.
    public void does(WindowCommand command, Runnable run) {
        does(command, run, Optional::empty);
    }

    /// Says what a command does.
    ///
    /// @param whyNot one sentence while it does not apply
    public void does(WindowCommand command, Runnable run, Supplier<Optional<String>> whyNot) {
        deeds.put(command, new Deed(run, whyNot));
    }

    /// Whether anything is done by it.
    public boolean has(WindowCommand command) {
        return deeds.containsKey(command);
    }

    /// Does it, unless it does not apply.
    public void run(WindowCommand command) {
        Deed deed = deeds.get(command);
        if (deed != null && deed.whyNot.get().isEmpty()) {
            deed.run.run();
        }
    }

    /// One sentence while a command does not apply.
    public Optional<String> whyNot(WindowCommand command) {
        Deed deed = deeds.get(command);
        return deed == null ? Optional.empty() : deed.whyNot.get();
    }
}
