package org.kagicast.console.palette;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Ellipsis;
import org.kagicast.console.view.Visibility;

/// A line of the palette: what it does, by which keys, and below why it does not apply.
final class EntryCell extends ListCell<Entry> {

    private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

    private final Texts texts;
    private final Label text = new Label();
    private final Label keys = new Label();
    private final Label reason = new Label();
    private final VBox content;

    EntryCell(PaletteViewModel viewModel, Texts texts) {
        this.texts = texts;
        text.getStyleClass().add("entry-text");
        keys.getStyleClass().add("muted");
        keys.setMinWidth(USE_PREF_SIZE);
        reason.getStyleClass().add("hint");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(text, space, keys);
        line.getStyleClass().add("line");
        content = new VBox(line, reason);
        content.setAlignment(Pos.CENTER_LEFT);
        // A list makes its cells as wide as they would like to be.
        setPrefWidth(0);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        Ellipsis.explain(text);
        Ellipsis.explain(reason);
        setOnMouseClicked(clicked -> {
            if (getItem() != null) {
                viewModel.run(getItem());
            }
        });
    }

    @Override
    protected void updateItem(@Nullable Entry entry, boolean empty) {
        super.updateItem(entry, empty);
        if (entry == null || empty) {
            setGraphic(null);
            setAccessibleText("");
            pseudoClassStateChanged(REFUSED, false);
            return;
        }
        text.setText(entry.text());
        keys.setText(entry.keys());
        Visibility.show(reason, entry.whyNot());
        pseudoClassStateChanged(REFUSED, !entry.applies());
        setAccessibleText(entry.applies() ? entry.text() : texts.of("status.problem", entry.text(), entry.whyNot()));
        setGraphic(content);
    }
}
