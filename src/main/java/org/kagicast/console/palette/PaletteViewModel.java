package org.kagicast.console.palette;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What the palette shows and does. Its lines are made as it opens and with each letter typed, and stay as they are in
/// between, so that nothing changes under the hand: a line is about what it shows. On the console's thread only.
public final class PaletteViewModel {

    /// Nobody reads more; a few letters more leave fewer.
    static final int MOST = 80;

    private final List<PaletteEntries> sources;
    private final BooleanProperty open = new SimpleBooleanProperty();
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<List<Entry>> entries = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper(-1);

    /// @param sources of what matches equally well, the lines of the first ones stand first
    public PaletteViewModel(List<PaletteEntries> sources) {
        this.sources = List.copyOf(sources);
        text.addListener((typed, before, now) -> find());
        open.addListener((isOpen, before, now) -> {
            text.set("");
            find();
        });
    }

    public BooleanProperty openProperty() {
        return open;
    }

    public void toggle() {
        open.set(!open.get());
    }

    /// What has been typed: words that a line must contain, in any order.
    public StringProperty textProperty() {
        return text;
    }

    /// The lines that match, the best first.
    public ReadOnlyObjectProperty<List<Entry>> entriesProperty() {
        return entries.getReadOnlyProperty();
    }

    /// The place of the line that Enter is about; -1 while there is none.
    public ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// Selects a line further up or down; the ends are stops.
    void move(int by) {
        if (!entries.get().isEmpty()) {
            selected.set(Math.clamp((long) selected.get() + by, 0, entries.get().size() - 1));
        }
    }

    /// Closes the palette, then does what the selected line says; nothing where that does not apply.
    void runSelected() {
        if (selected.get() >= 0) {
            run(entries.get().get(selected.get()));
        }
    }

    void run(Entry entry) {
        if (entry.applies()) {
            open.set(false);
            entry.run().run();
        }
    }

    private void find() {
        List<Entry> found = open.get() ? found(plain(text.get())) : List.of();
        entries.set(found);
        selected.set(found.isEmpty() ? -1 : 0);
    }

    private List<Entry> found(String wanted) {
        List<String> words = Arrays.stream(wanted.split("[\\s\\u3000]+")).filter(word -> !word.isEmpty()).toList();
        return sources.stream().flatMap(source -> source.entries(wanted).stream())
                .flatMap(entry -> Match.of(entry, wanted, words).stream())
                .sorted(Comparator.comparingInt(Match::rank)).limit(MOST).map(Match::entry).toList();
    }

    private static String plain(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }

    /// @param rank 0 where the line begins with what was typed, 1 where each word begins one of its words, 2 else
    private record Match(Entry entry, int rank) {

        static Optional<Match> of(Entry entry, String wanted, List<String> words) {
            String line = plain(entry.text());
            if (!words.stream().allMatch(line::contains)) {
                return Optional.empty();
            }
            boolean begins = words.stream()
                    .allMatch(word -> line.startsWith(word) || Stream.of(" ", "-", ":", "(").anyMatch(
                            before -> line.contains(before + word)));
            return Optional.of(new Match(entry, line.startsWith(wanted) ? 0 : begins ? 1 : 2));
        }
    }
}
