package org.kagicast.console.matrix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.collections.transformation.SortedList;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kagicast.console.matrix.MatrixCell.Standing;
import org.kagicast.console.parts.Item;
import org.kagicast.console.parts.StatusLabel;
import org.kagicast.console.text.Texts;
import org.kagicast.model.StreamName;

/// The table of all clients by all streams; a double click or Enter points at the client. One language long.
public final class MatrixView {

    private static final double NAME_WIDTH = 150;
    private static final double STATUS_WIDTH = 120;
    private static final double CELL_WIDTH = 104;

    private final MatrixViewModel viewModel;
    private final Texts texts;
    private final VBox node = new VBox();
    private final TableView<Item<MatrixRow>> table = new TableView<>();
    private final Subscription showing;

    public MatrixView(MatrixViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        table.setId("matrix");
        SortedList<Item<MatrixRow>> sorted = new SortedList<>(viewModel.rows());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setPlaceholder(new Label(texts.of("live.matrix.empty")));
        table.setRowFactory(shown -> row());
        table.addEventHandler(KeyEvent.KEY_PRESSED, pressed -> {
            Item<MatrixRow> selected = table.getSelectionModel().getSelectedItem();
            if (pressed.getCode() == KeyCode.ENTER && selected != null) {
                viewModel.reveal(selected.state().client());
                pressed.consume();
            }
        });
        HBox heading = new HBox(styled(new Label(texts.of("live.matrix")), "section"),
                styled(new Label(texts.of("live.matrix.hint")), "hint"));
        heading.getStyleClass().add("section-line");
        VBox.setVgrow(table, Priority.ALWAYS);
        node.getStyleClass().add("matrix");
        node.getChildren().setAll(heading, table);
        showing = viewModel.streamsProperty().subscribe(this::showColumns);
    }

    public VBox node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
    }

    private TableRow<Item<MatrixRow>> row() {
        TableRow<Item<MatrixRow>> row = new TableRow<>();
        row.setOnMouseClicked(clicked -> {
            if (clicked.getClickCount() == 2 && !row.isEmpty()) {
                viewModel.reveal(row.getItem().state().client());
            }
        });
        return row;
    }

    private void showColumns(List<StreamName> streams) {
        List<TableColumn<Item<MatrixRow>, ?>> columns = new ArrayList<>();
        TableColumn<Item<MatrixRow>, MatrixRow> name = column(texts.of("live.matrix.client"), NAME_WIDTH);
        name.setCellValueFactory(row -> row.getValue().faceProperty());
        name.setCellFactory(column -> new NameCell());
        name.setComparator(Comparator.comparing(MatrixRow::client));
        TableColumn<Item<MatrixRow>, MatrixRow> status = column(texts.of("live.matrix.status"), STATUS_WIDTH);
        status.setCellValueFactory(row -> row.getValue().faceProperty());
        status.setCellFactory(column -> new StatusCell());
        status.setComparator(Comparator.comparing(MatrixRow::tone).reversed());
        columns.add(name);
        columns.add(status);
        for (StreamName stream : streams) {
            TableColumn<Item<MatrixRow>, MatrixCell> column = column(stream.value(), CELL_WIDTH);
            column.setCellValueFactory(row -> row.getValue().faceProperty().map(face -> face.cell(stream)));
            column.setCellFactory(shown -> new StandingCell(stream));
            columns.add(column);
        }
        table.getColumns().setAll(columns);
    }

    private static <T> TableColumn<Item<MatrixRow>, T> column(String title, double width) {
        TableColumn<Item<MatrixRow>, T> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setReorderable(false);
        return column;
    }

    private static Label styled(Label label, String style) {
        label.getStyleClass().add(style);
        label.setMinWidth(30);
        return label;
    }

    private static final class NameCell extends TableCell<Item<MatrixRow>, MatrixRow> {
        @Override
        protected void updateItem(MatrixRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? null : row.client().value());
        }
    }

    private static final class StatusCell extends TableCell<Item<MatrixRow>, MatrixRow> {

        private final Label label = new Label();

        StatusCell() {
            label.getStyleClass().add("status");
        }

        @Override
        protected void updateItem(MatrixRow row, boolean empty) {
            super.updateItem(row, empty);
            setGraphic(empty || row == null ? null : label);
            if (!empty && row != null) {
                StatusLabel.show(label, "● " + row.status(), row.tone());
            }
        }
    }

    /// A sign, the number of the key, and for those who cannot see both a sentence.
    private final class StandingCell extends TableCell<Item<MatrixRow>, MatrixCell> {

        private final StreamName stream;

        StandingCell(StreamName stream) {
            this.stream = stream;
            getStyleClass().add("standing");
        }

        @Override
        protected void updateItem(MatrixCell cell, boolean empty) {
            super.updateItem(cell, empty);
            Standing standing = empty || cell == null ? Standing.NOT_ASKED : cell.standing();
            for (Standing each : Standing.values()) {
                pseudoClassStateChanged(style(each), style(each).equals(style(standing)));
            }
            setText(empty || cell == null ? null : sign(standing) + " " + cell.number());
            setAccessibleText(empty || cell == null
                    ? null
                    : texts.of("live.matrix.cell", stream, texts.of("live.matrix.standing", standing),
                            cell.number()));
        }
    }

    private static PseudoClass style(Standing standing) {
        return switch (standing) {
            case DECRYPTS -> PseudoClass.getPseudoClass("good");
            case READY, NOT_ASKED -> PseudoClass.getPseudoClass("idle");
            case FETCHING -> PseudoClass.getPseudoClass("busy");
            case REFUSED -> PseudoClass.getPseudoClass("bad");
            case NOT_AUTHENTIC -> PseudoClass.getPseudoClass("untrusted");
        };
    }

    private static String sign(Standing standing) {
        return switch (standing) {
            case DECRYPTS -> "✓";
            case READY -> "–";
            case FETCHING -> "…";
            case REFUSED -> "✕";
            case NOT_AUTHENTIC -> "!";
            case NOT_ASKED -> "·";
        };
    }
}
