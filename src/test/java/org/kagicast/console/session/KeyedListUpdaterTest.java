package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A list in step with snapshots")
class KeyedListUpdaterTest {

    private final ObservableList<StringBuilder> items = FXCollections.observableArrayList();
    private final KeyedListUpdater<String, String, StringBuilder> inPlace = new KeyedListUpdater<>(items,
            text -> text.substring(0, 1),
            text -> new StringBuilder(), (item, text) -> {
                item.setLength(0);
                item.append(text);
            });

    @Test
    @DisplayName("keeps the items that stay, and takes the snapshot's order")
    void keeps() {
        inPlace.follow(List.of("a1", "b1", "c1"));
        StringBuilder b = items.get(1);
        inPlace.follow(List.of("d2", "b2", "a2"));
        assertThat(items).map(StringBuilder::toString).containsExactly("d2", "b2", "a2");
        assertThat(items.get(1)).isSameAs(b);
    }

    @Test
    @DisplayName("does not disturb a list whose items only change")
    void undisturbed() {
        inPlace.follow(List.of("a1", "b1"));
        items.addListener((ListChangeListener<StringBuilder>) change -> {
            throw new AssertionError("disturbed");
        });
        inPlace.follow(List.of("a2", "b2"));
        assertThat(items).map(StringBuilder::toString).containsExactly("a2", "b2");
    }

    @Test
    @DisplayName("ends with what the snapshot holds, whatever came before")
    void anything() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            List<String> snapshot = new ArrayList<>(IntStream.range(0, 26).filter(letter -> random.nextBoolean())
                    .mapToObj(letter -> (char) ('a' + letter) + "" + random.nextInt()).toList());
            Collections.shuffle(snapshot, random);
            inPlace.follow(snapshot);
            assertThat(items).map(StringBuilder::toString).isEqualTo(snapshot);
        }
    }
}
