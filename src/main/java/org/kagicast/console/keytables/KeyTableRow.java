package org.kagicast.console.keytables;

import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.TableRow;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// A row that is marked while its key is the one selected in any table, and grey while its node is silent.
final class KeyTableRow<R> extends TableRow<Row<R>> {

    private static final PseudoClass MARKED = PseudoClass.getPseudoClass("marked");

    private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");

    private final TableKind<R> kind;
    private final ObservableValue<Optional<SelectedRow>> current;
    private Subscription silence = Subscription.EMPTY;

    KeyTableRow(TableKind<R> kind, ObservableValue<Optional<SelectedRow>> current) {
        this.kind = kind;
        this.current = current;
    }

    @Override
    protected void updateItem(@Nullable Row<R> row, boolean empty) {
        super.updateItem(row, empty);
        boolean isMarked = row != null && !empty
                && current.getValue().map(selected -> selected.look().keyId()).equals(Optional.of(
                        kind.keyId().apply(row.owned().record())));
        pseudoClassStateChanged(MARKED, isMarked);
        silence.unsubscribe();
        silence = row == null || empty
                ? Subscription.EMPTY
                : row.silentProperty().subscribe(silent -> pseudoClassStateChanged(SILENT, silent));
    }
}
