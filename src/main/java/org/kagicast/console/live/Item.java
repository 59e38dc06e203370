package org.kagicast.console.live;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// One card or tile, which stays the same while its face changes.
///
/// @param <F> the face
public final class Item<F> {

    private final ReadOnlyObjectWrapper<F> face;

    Item(F face) {
        this.face = new ReadOnlyObjectWrapper<>(face);
    }

    public ReadOnlyObjectProperty<F> faceProperty() {
        return face.getReadOnlyProperty();
    }

    public F face() {
        return face.get();
    }

    void show(F next) {
        if (!next.equals(face.get())) {
            face.set(next);
        }
    }
}
