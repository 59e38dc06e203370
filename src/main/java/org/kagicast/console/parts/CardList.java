package org.kagicast.console.parts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/// Keeps one card for each item of a list in a pane, in the order of the list.
///
/// @param <F> the face of the items
/// @param <C> the cards
public final class CardList<F, C extends Card> {

    private final ObservableList<Item<F>> items;
    private final Pane pane;
    private final Function<Item<F>, C> create;
    private final Map<Item<F>, C> cards = new LinkedHashMap<>();
    private final ListChangeListener<Item<F>> listener = change -> follow();

    public CardList(ObservableList<Item<F>> items, Pane pane, Function<Item<F>, C> create) {
        this.items = items;
        this.pane = pane;
        this.create = create;
        items.addListener(listener);
        follow();
    }

    public Stream<C> cards() {
        return cards.values().stream();
    }

    /// The card of the item whose face has a certain trait.
    public <V> Optional<C> find(Function<F, V> trait, V wanted) {
        return cards.entrySet().stream().filter(entry -> trait.apply(entry.getKey().state()).equals(wanted))
                .map(Map.Entry::getValue).findFirst();
    }

    /// Shows no more changes.
    public void close() {
        items.removeListener(listener);
        cards().forEach(Card::close);
    }

    private void follow() {
        cards.entrySet().removeIf(entry -> {
            boolean isGone = !items.contains(entry.getKey());
            if (isGone) {
                entry.getValue().close();
            }
            return isGone;
        });
        List<Node> nodes = new ArrayList<>();
        items.forEach(item -> nodes.add(cards.computeIfAbsent(item, create).node()));
        if (!nodes.equals(pane.getChildren())) {
            pane.getChildren().setAll(nodes);
        }
    }
}
