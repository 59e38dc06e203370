package org.kagicast.console.shell;

import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

/// The key buttons of the header: they name the stream that they are about (R25). On the console's thread only.
public final class RekeyViewModel {

    private final ConsoleModel model;
    private final ReadOnlyObjectWrapper<RekeyButtonState> state;
    /// What the operator chose; empty for the stream's own.
    private Optional<Integer> chosenSeconds = Optional.empty();

    public RekeyViewModel(ConsoleModel model) {
        this.model = model;
        this.state = new ReadOnlyObjectWrapper<>(RekeyButtonState.of(Optional.empty(), model.frame()));
        model.show(this::show);
        model.selection().streamProperty().addListener((stream, before, now) -> {
            chosenSeconds = Optional.empty();
            show(model.frame());
        });
    }

    ReadOnlyObjectProperty<RekeyButtonState> faceProperty() {
        return state.getReadOnlyProperty();
    }

    /// The lead time that the next announcement has, in seconds: what the operator chose, or the stream's own.
    int seconds() {
        return chosenSeconds.orElse(state.get().leadSeconds());
    }

    /// Whether the next announcement has the stream's own lead time, which need not be whole seconds.
    boolean isOwnLeadTime() {
        return chosenSeconds.isEmpty();
    }

    /// The operator chooses a lead time for the selected stream; the stream's own is no choice.
    void choose(int seconds) {
        chosenSeconds = seconds == state.get().leadSeconds() ? Optional.empty() : Optional.of(seconds);
    }

    /// The first button: announces a new key, or brings the announced change forward.
    void main() {
        if (state.get().pending()) {
            switchNow();
        } else {
            announce();
        }
    }

    /// The last button: changes the key now, or cancels the announced change.
    void other() {
        if (state.get().pending()) {
            cancel();
        } else {
            changeNow();
        }
    }

    public void announce() {
        if (!state.get().pending()) {
            order(announcement());
        }
    }

    public void changeNow() {
        order(new RekeyCommand.Now());
    }

    public void switchNow() {
        if (state.get().pending()) {
            order(new RekeyCommand.SwitchNow());
        }
    }

    /// Puts the announced change off until it is brought forward or cancelled.
    public void hold() {
        if (state.get().pending() && !state.get().isHeld()) {
            order(new RekeyCommand.Hold(Optional.empty(), Optional.empty()));
        }
    }

    public void cancel() {
        if (state.get().pending()) {
            order(new RekeyCommand.Cancel());
        }
    }

    void announceAll() {
        model.rekey(state.get().streams(), announcement());
    }

    void changeAllNow() {
        model.rekey(state.get().streams(), new RekeyCommand.Now());
    }

    private RekeyCommand announcement() {
        return new RekeyCommand.Announce(chosenSeconds.map(Duration::ofSeconds));
    }

    private void order(RekeyCommand command) {
        Optional<StreamName> stream = state.get().stream();
        stream.ifPresent(name -> model.rekey(name, command));
    }

    private void show(Frame frame) {
        RekeyButtonState next = RekeyButtonState.of(model.selection().streamProperty().get(), frame);
        if (!next.equals(state.get())) {
            state.set(next);
        }
    }
}
