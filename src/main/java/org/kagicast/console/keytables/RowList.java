package org.kagicast.console.keytables;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javafx.collections.ModifiableObservableListBase;

/// Rows that tell once, and together, which of them have changed, so that thousands can be filtered and sorted anew
/// without an event for each.
final class RowList<R> extends ModifiableObservableListBase<Row<R>> {

    private final List<Row<R>> rows = new ArrayList<>();

    /// Tells that these rows now show something else.
    void changed(Set<Row<R>> changed) {
        if (changed.isEmpty()) {
            return;
        }
        beginChange();
        for (int index = 0; index < rows.size(); index++) {
            if (changed.contains(rows.get(index))) {
                nextUpdate(index);
            }
        }
        endChange();
    }

    @Override
    public Row<R> get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    protected void doAdd(int index, Row<R> row) {
        rows.add(index, row);
    }

    @Override
    protected Row<R> doSet(int index, Row<R> row) {
        return rows.set(index, row);
    }

    @Override
    protected Row<R> doRemove(int index) {
        return rows.remove(index);
    }
}
