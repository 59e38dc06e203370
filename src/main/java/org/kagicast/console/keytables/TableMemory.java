package org.kagicast.console.keytables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import javafx.collections.ListChangeListener;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.util.Subscription;

import org.kagicast.console.settings.Preferences;
import org.kagicast.console.settings.Setting;
import org.kagicast.console.settings.Settings;

/// Shows the columns of a table as they were chosen, ordered and sorted last, and remembers when they are chosen, ordered
/// or sorted otherwise.
///
/// @param <S> the rows
final class TableMemory<S> {

    private static final String DOWNWARDS = "-";

    private final TableView<S> table;
    private final Preferences preferences;
    private final Setting<List<String>> columns;
    private final Setting<List<String>> sort;

    /// @param table with all its columns, each with an ID
    TableMemory(TableView<S> table, String name, Preferences preferences) {
        this.table = table;
        this.preferences = preferences;
        this.columns = Settings.COLUMNS.of(name);
        this.sort = Settings.SORT.of(name);
    }

    Subscription prepare() {
        showColumns(preferences.get(columns));
        sortBy(preferences.get(sort));
        ListChangeListener<TableColumn<S, ?>> moved = change -> remember();
        ListChangeListener<TableColumn<S, ?>> sorted = change -> rememberSort();
        table.getColumns().addListener(moved);
        table.getSortOrder().addListener(sorted);
        Subscription turned = table.getColumns().stream()
                .map(column -> column.sortTypeProperty().subscribe((before, now) -> rememberSort()))
                .reduce(Subscription.EMPTY, Subscription::and);
        return turned.and(() -> {
            table.getColumns().removeListener(moved);
            table.getSortOrder().removeListener(sorted);
        });
    }

    /// Whether somebody has chosen the columns.
    boolean knowsColumns() {
        return !preferences.get(columns).isEmpty();
    }

    /// Somebody has chosen other columns.
    void remember() {
        preferences.set(columns, table.getColumns().stream().filter(TableColumn::isVisible).map(TableColumn::getId)
                .filter(Objects::nonNull).toList());
    }

    private void rememberSort() {
        preferences.set(sort, table.getSortOrder().stream()
                .map(column -> (column.getSortType() == TableColumn.SortType.DESCENDING ? DOWNWARDS : "")
                        + column.getId())
                .toList());
    }

    /// Those that are not named stand last, hidden.
    private void showColumns(List<String> shown) {
        if (shown.isEmpty()) {
            return;
        }
        List<TableColumn<S, ?>> ordered = new ArrayList<>(table.getColumns());
        ordered.sort(Comparator.comparingInt(column -> place(shown, column)));
        ordered.forEach(column -> column.setVisible(shown.contains(column.getId())));
        table.getColumns().setAll(ordered);
    }

    private static int place(List<String> shown, TableColumn<?, ?> column) {
        int place = shown.indexOf(column.getId());
        return place < 0 ? shown.size() : place;
    }

    private void sortBy(List<String> order) {
        List<TableColumn<S, ?>> by = new ArrayList<>();
        order.forEach(each -> {
            boolean isDown = each.startsWith(DOWNWARDS);
            column(isDown ? each.substring(DOWNWARDS.length()) : each).ifPresent(column -> {
                column.setSortType(isDown ? TableColumn.SortType.DESCENDING : TableColumn.SortType.ASCENDING);
                by.add(column);
            });
        });
        table.getSortOrder().setAll(by);
    }

    private Optional<TableColumn<S, ?>> column(String id) {
        return table.getColumns().stream().filter(column -> id.equals(column.getId())).findFirst();
    }
}
