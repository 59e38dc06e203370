package org.kagicast.console.parts;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kagicast.console.session.Staleness;

/// One card or tile, which stays the same while its face changes.
///
/// @param <F> the face
public final class Item<F> {

    private final ReadOnlyObjectWrapper<F> state;
    private final ReadOnlyObjectWrapper<Optional<Staleness>> silence = new ReadOnlyObjectWrapper<>(Optional.empty());

    public Item(F state) {
        this.state = new ReadOnlyObjectWrapper<>(state);
    }

    public ReadOnlyObjectProperty<F> faceProperty() {
        return state.getReadOnlyProperty();
    }

    public F state() {
        return state.get();
    }

    /// That its node is not heard of, so that the face is the last known one; empty while it is.
    public ReadOnlyObjectProperty<Optional<Staleness>> silenceProperty() {
        return silence.getReadOnlyProperty();
    }

    /// Shows another face.
    public void show(F next, Optional<Staleness> silent) {
        if (!next.equals(state.get())) {
            state.set(next);
        }
        if (!silent.equals(silence.get())) {
            silence.set(silent);
        }
    }
}
