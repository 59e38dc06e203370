package org.kagicast.console.keytables;

import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kagicast.console.keys.KeyLook;

/// One row on the screen, which stays the same while what it shows changes.
///
/// @param <R> the type of the record behind it
public final class Row<R> {

    private final ReadOnlyObjectWrapper<TableEntry<R>> owned;
    private final ReadOnlyObjectWrapper<Set<String>> flashing = new ReadOnlyObjectWrapper<>(Set.of());
    private final ReadOnlyBooleanWrapper silent = new ReadOnlyBooleanWrapper(false);
    private KeyLook look;

    Row(TableEntry<R> owned, KeyLook look) {
        this.owned = new ReadOnlyObjectWrapper<>(owned);
        this.look = look;
    }

    public ReadOnlyObjectProperty<TableEntry<R>> ownedProperty() {
        return owned.getReadOnlyProperty();
    }

    public TableEntry<R> owned() {
        return owned.get();
    }

    public KeyLook look() {
        return look;
    }

    /// The columns that have just changed.
    public ReadOnlyObjectProperty<Set<String>> flashingProperty() {
        return flashing.getReadOnlyProperty();
    }

    /// Whether its table's node is not heard of, so that the row is as it was last known.
    ReadOnlyBooleanProperty silentProperty() {
        return silent.getReadOnlyProperty();
    }

    void silent(boolean isSilent) {
        silent.set(isSilent);
    }

    void show(TableEntry<R> next, KeyLook nextLook) {
        look = nextLook;
        owned.set(next);
    }

    void flash(Set<String> columns) {
        flashing.set(Set.copyOf(columns));
    }
}
