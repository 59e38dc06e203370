package org.kagicast.console.live;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kagicast.console.session.Silence;

/// One card or tile, which stays the same while its face changes.
///
/// @param <F> the face
public final class Item<F> {

    private final ReadOnlyObjectWrapper<F> face;
    private final ReadOnlyObjectWrapper<Optional<Silence>> silence = new ReadOnlyObjectWrapper<>(Optional.empty());

    Item(F face) {
        this.face = new ReadOnlyObjectWrapper<>(face);
    }

    public ReadOnlyObjectProperty<F> faceProperty() {
        return face.getReadOnlyProperty();
    }

    public F face() {
        return face.get();
    }

    /// That its node is not heard of, so that the face is the last known one; empty while it is.
    public ReadOnlyObjectProperty<Optional<Silence>> silenceProperty() {
        return silence.getReadOnlyProperty();
    }

    void show(F next, Optional<Silence> silent) {
        if (!next.equals(face.get())) {
            face.set(next);
        }
        if (!silent.equals(silence.get())) {
            silence.set(silent);
        }
    }
}
