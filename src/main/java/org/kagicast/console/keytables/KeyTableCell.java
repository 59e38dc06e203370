package org.kagicast.console.keytables;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keytables.Column.Trait;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Ellipsis;

/// One cell: the text of its column, or the chip of its key; it flashes when what it says has changed.
final class KeyTableCell<R> extends TableCell<Row<R>, TableEntry<R>> {

    private static final PseudoClass FLASH = PseudoClass.getPseudoClass("flash");

    private final KeyTableViewModel<R> viewModel;
    private final Column<R> column;
    private final Texts texts;
    private final KeyChip chip = new KeyChip();
    private Subscription flashing = Subscription.EMPTY;

    KeyTableCell(KeyTableViewModel<R> viewModel, Column<R> column, Texts texts) {
        this.viewModel = viewModel;
        this.column = column;
        this.texts = texts;
        if (column.is(Trait.NUMBER)) {
            getStyleClass().add("number");
        }
        if (column.id().equals("fingerprint")) {
            getStyleClass().add("fingerprint");
        }
        Ellipsis.explain(this);
        tableRowProperty().flatMap(row -> row.itemProperty()).subscribe(this::follow);
    }

    @Override
    protected void updateItem(@Nullable TableEntry<R> item, boolean empty) {
        super.updateItem(item, empty);
        Row<R> row = getTableRow() == null ? null : getTableRow().getItem();
        if (item == null || empty) {
            setText("");
            setGraphic(null);
        } else if (column.is(Trait.KEY)) {
            chip.show(Optional.ofNullable(row).map(Row::look), texts);
            setGraphic(chip);
        } else {
            setText(viewModel.text(column, item));
        }
    }

    private void follow(@Nullable Row<R> row) {
        flashing.unsubscribe();
        flashing = row == null
                ? Subscription.EMPTY
                : row.flashingProperty().subscribe(
                        columns -> pseudoClassStateChanged(FLASH, columns.contains(column.id())));
        if (row == null) {
            pseudoClassStateChanged(FLASH, false);
        }
    }
}
