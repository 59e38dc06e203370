package org.kagicast.console.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

import javafx.collections.ObservableList;

/// Brings a list of items in step with what a snapshot holds, item by item, so that selection and scroll position stay.
///
/// @param <K> what tells one item from another
/// @param <S> what the snapshot holds of each
/// @param <I> the items
public final class KeyedListUpdater<K, S, I> {

    private final ObservableList<I> items;
    private final Function<S, K> keyOf;
    private final Function<S, I> create;
    private final BiConsumer<I, S> update;
    private final Map<K, I> known = new HashMap<>();

    /// @param update is called for every item, the new ones included
    public KeyedListUpdater(ObservableList<I> items, Function<S, K> keyOf, Function<S, I> create,
            BiConsumer<I, S> update) {
        this.items = items;
        this.keyOf = keyOf;
        this.create = create;
        this.update = update;
    }

    /// Takes the snapshot's order, too.
    public void follow(List<S> snapshot) {
        forgetAbsent(snapshot);
        if (items.isEmpty()) {
            items.setAll(snapshot.stream().map(this::item).toList());
        }
        for (int index = 0; index < snapshot.size(); index++) {
            S present = snapshot.get(index);
            I item = item(present);
            if (index >= items.size()) {
                items.add(item);
            } else if (!items.get(index).equals(item)) {
                items.remove(item);
                items.add(index, item);
            }
            update.accept(item, present);
        }
    }

    private I item(S present) {
        return known.computeIfAbsent(keyOf.apply(present), absent -> create.apply(present));
    }

    private void forgetAbsent(List<S> snapshot) {
        Set<K> present = new HashSet<>();
        snapshot.forEach(each -> present.add(keyOf.apply(each)));
        Set<I> gone = new HashSet<>();
        known.forEach((key, item) -> {
            if (!present.contains(key)) {
                gone.add(item);
            }
        });
        if (!gone.isEmpty()) {
            items.removeAll(gone);
            known.keySet().retainAll(present);
        }
    }
}
