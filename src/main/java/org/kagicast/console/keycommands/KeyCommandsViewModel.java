package org.kagicast.console.keycommands;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kagicast.console.keycommands.KeyCommandsState.CommandButton;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

/// The commands about the keys of the selected stream (R25). A press is about what its button showed when it went down. On
/// the console's thread only.
public final class KeyCommandsViewModel {

    private final ConsoleModel model;
    private final ReadOnlyObjectWrapper<KeyCommandsState> state;
    /// What the operator chose for each stream; nothing for the stream's own.
    private final Map<StreamName, Integer> chosenSeconds = new HashMap<>();

    public KeyCommandsViewModel(ConsoleModel model) {
        this.model = model;
        this.state = new ReadOnlyObjectWrapper<>(
                KeyCommandsState.of(Optional.empty(), Optional.empty(), model.frame()));
        model.show(this::show);
        model.selection().streamProperty().addListener((stream, before, now) -> show(model.frame()));
    }

    ReadOnlyObjectProperty<KeyCommandsState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether all of it happens in this process.
    boolean isLab() {
        return model.domainProperty().get().isLab();
    }

    /// The lead time that the next announcement has, in seconds: what the operator chose, or the stream's own.
    int seconds() {
        return chosen().orElse(state.get().leadSeconds());
    }

    /// Whether the next announcement has the stream's own lead time, which need not be whole seconds.
    boolean isOwnLeadTime() {
        return chosen().isEmpty();
    }

    /// The operator chooses a lead time for the selected stream; the stream's own is no choice.
    void choose(int seconds) {
        state.get().stream().ifPresent(stream -> {
            if (seconds == state.get().leadSeconds()) {
                chosenSeconds.remove(stream);
            } else {
                chosenSeconds.put(stream, seconds);
            }
            show(model.frame());
        });
    }

    /// What a press of a button would be about now.
    public KeyPress press(KeyCommand command) {
        return state.get().press(command);
    }

    /// Carries out a press, as of what it was about when it began. The node refuses what has become wrong meanwhile. One of
    /// a command that did not apply does nothing.
    public void order(KeyPress press) {
        if (press.stream().isEmpty() || (press.command().isAboutChange() && press.coming().isEmpty())) {
            return;
        }
        StreamName stream = press.stream().orElseThrow();
        switch (press.command()) {
            case ANNOUNCE -> model.rekey(stream, announcement(stream));
            case CHANGE_NOW -> model.rekey(stream, new RekeyCommand.Now());
            case SWITCH_NOW, HOLD, CANCEL -> press.coming()
                    .forEach(key -> model.rekey(key.line(), key.order(press.command())));
        }
    }

    /// By a key on the keyboard, which is about what is shown at that moment.
    public void order(KeyCommand command) {
        CommandButton button = Objects.requireNonNull(state.get().buttons().get(command));
        if (button.applies()) {
            order(press(command));
        }
    }

    void announceAll() {
        Map<StreamName, RekeyCommand> orders = new HashMap<>();
        state.get().streams().forEach(stream -> orders.put(stream, announcement(stream)));
        orders.forEach((stream, command) -> model.rekey(List.of(stream), command));
    }

    void changeAllNow() {
        model.rekey(state.get().streams(), new RekeyCommand.Now());
    }

    private RekeyCommand announcement(StreamName stream) {
        return new RekeyCommand.Announce(Optional.ofNullable(chosenSeconds.get(stream)).map(Duration::ofSeconds));
    }

    private Optional<Integer> chosen() {
        return state.get().stream().map(chosenSeconds::get);
    }

    /// What the bar would show now if another stream were selected.
    public KeyCommandsState state(StreamName stream) {
        return state(Optional.of(stream), model.frame());
    }

    /// Why nothing can be ordered of all streams at once.
    public Optional<String> whyNotAll() {
        return Optional.of(state.get().whyNotAll()).filter(why -> !why.isEmpty());
    }

    private KeyCommandsState state(Optional<StreamName> stream, Frame frame) {
        return KeyCommandsState.of(stream, stream.map(chosenSeconds::get).map(Duration::ofSeconds), frame);
    }

    private void show(Frame frame) {
        Optional<StreamName> selected = model.selection().streamProperty().get();
        KeyCommandsState next = state(selected, frame);
        if (!next.equals(state.get())) {
            state.set(next);
        }
    }
}
