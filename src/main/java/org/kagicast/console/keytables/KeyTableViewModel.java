package org.kagicast.console.keytables;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keytables.Column.Trait;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.KeyedListUpdater;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;

/// All key tables of one kind of role, one or all of them shown. On the console's thread only.
///
/// @param <R> the type of the rows
public final class KeyTableViewModel<R> {

    private static final Duration FLASH = Duration.ofMillis(1200);
    private static final Duration COUNTERS = Duration.ofSeconds(1);

    private final TableKind<R> kind;
    private final ConsoleModel model;
    private final RowList<R> rows = new RowList<>();
    private final FilteredList<Row<R>> shown = new FilteredList<>(rows);
    private final ObservableList<NodeName> owners = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<NodeName>> owner = new SimpleObjectProperty<>(Optional.empty());
    private final KeyedListUpdater<Place, TableEntry<R>, Row<R>> inPlace;
    private final ReadOnlyIntegerWrapper notShown = new ReadOnlyIntegerWrapper(0);
    private Set<NodeName> settledOwners = Set.of();
    private Frame frame;
    private final Set<Row<R>> changed = new HashSet<>();
    private final Set<Row<R>> moved = new HashSet<>();
    private Instant counted = Instant.EPOCH;
    private String filter = "";

    KeyTableViewModel(TableKind<R> kind, ConsoleModel model) {
        this.kind = kind;
        this.model = model;
        this.frame = model.frame();
        this.inPlace = new KeyedListUpdater<>(rows, row -> new Place(row.owner(), kind.keyId().apply(row.record())),
                this::create, this::update);
        owner.addListener((chosen, before, now) -> refilter());
    }

    public TableKind<R> kind() {
        return kind;
    }

    /// The rows that pass the filter, in the order of the tables.
    public ObservableList<Row<R>> rows() {
        return shown;
    }

    /// The roles whose tables there are.
    public ObservableList<NodeName> owners() {
        return owners;
    }

    /// Whose table is shown; empty for all of them.
    public ObjectProperty<Optional<NodeName>> ownerProperty() {
        return owner;
    }

    /// How many older keys the tables have, which are not among the rows.
    ReadOnlyIntegerProperty notShownProperty() {
        return notShown.getReadOnlyProperty();
    }

    /// Whether a key is shown by a number that is not its ID.
    boolean hasShortenedIds() {
        return shown.stream().anyMatch(row -> row.look().isShortened());
    }

    public String text(Column<R> column, TableEntry<R> row) {
        return column.text().apply(row, frame);
    }

    /// The columns as a line of text, for the clipboard and for CSV.
    ///
    /// @return every column but the owner's number, hidden ones included
    public List<String> line(Row<R> row) {
        return kind.columns().stream().map(column -> text(column, row.owned())).toList();
    }

    void show(Frame next) {
        if (!next.domain().equals(frame.domain())) {
            settledOwners = Set.of();
            inPlace.follow(List.of());
        }
        boolean isOtherLanguage = !next.texts().language().equals(frame.texts().language());
        frame = next;
        Optional<NodeSnapshot> snapshot = next.snapshot();
        List<TableEntry<R>> all = snapshot.map(kind.rows()).orElse(List.of());
        List<NodeName> names = all.stream().map(TableEntry::owner).distinct().toList();
        if (!names.equals(owners)) {
            owners.setAll(names);
            owner.set(owner.get().filter(names::contains));
        }
        inPlace.follow(all);
        boolean isAnySilent = !next.whole().silent().isEmpty();
        rows.forEach(row -> row.silent(isAnySilent && next.whole().isSilent(kind.host().apply(row.owned()))));
        tell();
        notShown.set(snapshot.map(whole -> kind.notShown().applyAsInt(whole)).orElse(0));
        settledOwners = Set.copyOf(names);
        if (isOtherLanguage) {
            refilter();
        }
    }

    /// Filters and sorts anew what has changed: at once where words have, once a second where only counters have.
    private void tell() {
        if (Duration.between(counted, frame.now()).compareTo(COUNTERS) >= 0) {
            counted = frame.now();
            changed.addAll(moved);
            moved.clear();
        }
        rows.changed(changed);
        changed.clear();
    }

    void filter(String text) {
        filter = text.strip().toLowerCase(Locale.ROOT);
        refilter();
    }

    private void refilter() {
        Optional<NodeName> chosen = owner.get();
        String wanted = filter;
        shown.setPredicate(row -> chosen.map(row.owned().owner()::equals).orElse(true)
                && (wanted.isEmpty() || words(row).contains(wanted)));
    }

    private String words(Row<R> row) {
        return kind.columns().stream().filter(column -> !column.is(Trait.RESTLESS))
                .map(column -> text(column, row.owned())).collect(Collectors.joining(" ")).toLowerCase(Locale.ROOT);
    }

    private Row<R> create(TableEntry<R> first) {
        Row<R> row = new Row<>(first, look(first));
        if (settledOwners.contains(first.owner())) {
            flash(row, kind.columns().stream().map(Column::id).collect(Collectors.toSet()));
        }
        return row;
    }

    private void update(Row<R> row, TableEntry<R> next) {
        TableEntry<R> before = row.owned();
        if (before.equals(next)) {
            return;
        }
        Set<String> columns = kind.columns().stream().filter(column -> !column.is(Trait.RESTLESS))
                .filter(column -> !text(column, before).equals(text(column, next))).map(Column::id)
                .collect(Collectors.toSet());
        row.show(next, look(next));
        if (columns.isEmpty()) {
            moved.add(row);
        } else {
            changed.add(row);
            flash(row, columns);
        }
    }

    private void flash(Row<R> row, Set<String> columns) {
        row.flash(columns);
        model.time().after(FLASH, model.console(), () -> {
            if (row.flashingProperty().get().equals(columns)) {
                row.flash(Set.of());
            }
        });
    }

    private KeyLook look(TableEntry<R> row) {
        return frame.seen().numbers().look(kind.keyId().apply(row.record()), kind.phase().apply(row.record()));
    }

    /// A key in somebody's table.
    private record Place(NodeName owner, KeyId keyId) {}
}
