package org.kagicast.console.palette;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.kagicast.console.commands.Shortcuts;
import org.kagicast.console.keycommands.KeyCommand;
import org.kagicast.console.keycommands.KeyCommandsState;
import org.kagicast.console.keycommands.KeyCommandsState.CommandButton;
import org.kagicast.console.keycommands.KeyCommandsViewModel;
import org.kagicast.console.keycommands.KeyPress;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// The five commands about the keys of each stream, as the bar above the screens has them for the selected one: bound to
/// the key that the line names, with the same reasons where one does not apply.
public final class KeyEntries implements PaletteEntries {

    private final KeyCommandsViewModel keys;
    private final ConsoleModel model;

    public KeyEntries(KeyCommandsViewModel keys, ConsoleModel model) {
        this.keys = keys;
        this.model = model;
    }

    @Override
    public List<Entry> entries(String wanted) {
        Optional<StreamName> selected = model.selection().streamProperty().get();
        Stream<StreamName> others = model.frame().snapshot().map(Audience::streams).orElse(List.of()).stream()
                .map(StreamSnapshot::name).filter(name -> !selected.equals(Optional.of(name)));
        return Stream.concat(selected.stream(), others).flatMap(this::ofStream).toList();
    }

    private Stream<Entry> ofStream(StreamName stream) {
        KeyCommandsState state = keys.state(stream);
        boolean isSelected = model.selection().streamProperty().get().equals(Optional.of(stream));
        return Stream.of(KeyCommand.values()).map(command -> {
            CommandButton button = Objects.requireNonNull(state.buttons().get(command));
            KeyPress press = state.press(command);
            return new Entry(model.texts().of("palette.of", stream, button.text()),
                    isSelected ? Shortcuts.text(command) : "", button.applies() ? "" : button.tip(), () -> {
                        // So that the bar tells how it goes.
                        model.selection().select(stream);
                        keys.order(press);
                    });
        });
    }
}
