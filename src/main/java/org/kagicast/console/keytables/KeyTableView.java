package org.kagicast.console.keytables;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.controlsfx.control.SearchableComboBox;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Desktop;
import org.kagicast.console.view.Ellipsis;
import org.kagicast.console.view.Fxml;
import org.kagicast.model.NodeName;

/// The tables of one kind of role.
final class KeyTableView<R> {

    private static final double NARROWEST = 0.95;
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private final KeyTableViewModel<R> viewModel;
    private final KeyTablesViewModel screen;
    private final Desktop desktop;
    private final RowCommands commands;
    private final Texts texts;
    private final String id;
    private final SortedList<Row<R>> sorted;
    private final VBox node;
    private @Nullable TableMemory<Row<R>> memory;
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private Label title;
    @FXML
    private SearchableComboBox<OwnerChoice.Choice> owners;
    @FXML
    private Label count;
    @FXML
    private Button export;
    @FXML
    private MenuButton columns;
    @FXML
    private TableView<Row<R>> table;

    KeyTableView(KeyTableViewModel<R> viewModel, KeyTablesViewModel screen, RowCommands commands, Desktop desktop,
            Texts texts) {
        this.viewModel = viewModel;
        this.screen = screen;
        this.commands = commands;
        this.desktop = desktop;
        this.texts = texts;
        this.id = viewModel.kind().id();
        this.sorted = new SortedList<>(viewModel.rows());
        this.node = Fxml.load("key-table", VBox.class, this, texts);
    }

    VBox node() {
        return node;
    }

    /// Shows no more changes.
    void close() {
        showing.unsubscribe();
        table.setItems(null);
    }

    @FXML
    private void initialize() {
        table.setId(id);
        table.setAccessibleText(texts.of(id + ".accessible"));
        title.setText(texts.of(id + ".title"));
        count.textProperty().bind(Bindings.createStringBinding(this::counted, sorted, viewModel.notShownProperty()));
        export.setOnAction(clicked -> desktop.askForFile(id + ".csv").ifPresent(
                file -> screen.export(file, header(), sorted.stream().map(viewModel::line).toList())));
        describe(export, "keyTables.export");
        describe(columns, "keyTables.columns");
        prepareTable();
        memory = new TableMemory<>(table, id, screen.preferences());
        Subscription remembering = memory.prepare();
        Label nothing = new Label();
        nothing.getStyleClass().add("muted");
        table.setPlaceholder(nothing);
        showing = Subscription.combine(
                new OwnerChoice(owners, viewModel.owners(), viewModel.ownerProperty(), texts).prepare(),
                remembering, followOwners(), showFullIds(),
                screen.filterProperty().subscribe(text -> nothing.setText(
                        texts.of(text.isBlank() ? "keyTables.none" : "keyTables.noMatch"))),
                screen.currentProperty().subscribe(this::mark));
    }

    private void prepareTable() {
        viewModel.kind().columns().forEach(column -> table.getColumns().add(tableColumn(column)));
        columns.getItems().setAll(table.getColumns().stream().map(this::visibility).toList());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setRowFactory(shown -> new KeyTableRow<>(viewModel.kind(), screen.currentProperty()));
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setColumnResizePolicy(new ResizePolicy());
        ListChangeListener<Row<R>> listener = change -> selected();
        table.getSelectionModel().getSelectedItems().addListener(listener);
        table.getSelectionModel().selectedItemProperty().addListener((selected, before, now) -> selected());
        table.setContextMenu(commands.menu());
        table.addEventHandler(KeyEvent.KEY_PRESSED, pressed -> {
            if (COPY.match(pressed)) {
                commands.copy();
                pressed.consume();
            }
        });
    }

    private TableColumn<Row<R>, TableEntry<R>> tableColumn(Column<R> column) {
        TableColumn<Row<R>, TableEntry<R>> shown = new TableColumn<>();
        shown.setId(column.id());
        shown.setGraphic(heading(column));
        shown.setCellValueFactory(features -> features.getValue().ownedProperty());
        shown.setCellFactory(all -> new KeyTableCell<>(viewModel, column, texts));
        shown.setComparator(column.order());
        shown.setPrefWidth(column.width());
        shown.setMinWidth(column.width() * NARROWEST);
        shown.setVisible(!column.is(Column.Trait.HIDDEN));
        if (column.is(Column.Trait.NUMBER)) {
            shown.getStyleClass().add("number");
        }
        return shown;
    }

    private Label heading(Column<R> column) {
        Label heading = new Label(texts.of("column." + column.id()));
        if (column.id().equals("fingerprint")) {
            heading.setTooltip(new Tooltip(texts.of("column.fingerprint.tip")));
        }
        Ellipsis.explain(heading);
        return heading;
    }

    private MenuItem visibility(TableColumn<?, ?> column) {
        CheckMenuItem item = new CheckMenuItem(texts.of("column." + column.getId()));
        item.setMnemonicParsing(false);
        item.selectedProperty().bindBidirectional(column.visibleProperty());
        item.setOnAction(chosen -> {
            if (memory != null) {
                memory.remember();
            }
        });
        return item;
    }

    private String counted() {
        int older = viewModel.notShownProperty().get();
        return texts.of("keyTables.of", sorted.size())
                + (older == 0 ? "" : texts.of("keyTables.notShown", older));
    }

    private void describe(Control control, String key) {
        control.setTooltip(new Tooltip(texts.of(key)));
        control.setAccessibleText(texts.of(key));
    }

    private Subscription followOwners() {
        ListChangeListener<NodeName> listener = change -> showOwnerColumn();
        viewModel.owners().addListener(listener);
        return viewModel.ownerProperty().subscribe(owner -> showOwnerColumn())
                .and(() -> viewModel.owners().removeListener(listener));
    }

    /// IDs too long to read stand in full beside their numbers, unless somebody has chosen the columns.
    private Subscription showFullIds() {
        if (memory != null && memory.knowsColumns()) {
            return Subscription.EMPTY;
        }
        showLongIds();
        ListChangeListener<Row<R>> listener = change -> showLongIds();
        viewModel.rows().addListener(listener);
        return () -> viewModel.rows().removeListener(listener);
    }

    private void showLongIds() {
        if (viewModel.hasShortenedIds()) {
            viewModel.kind().columns().stream().filter(column -> column.is(Column.Trait.FULL_ID))
                    .forEach(column -> column(column.id()).ifPresent(shown -> shown.setVisible(true)));
        }
    }

    private Optional<TableColumn<Row<R>, ?>> column(String name) {
        return table.getColumns().stream().filter(shown -> name.equals(shown.getId())).findFirst();
    }

    private void showOwnerColumn() {
        boolean several = viewModel.owners().size() > 1 && viewModel.ownerProperty().get().isEmpty();
        viewModel.kind().columns().stream().filter(column -> column.is(Column.Trait.OWNER))
                .forEach(column -> column(column.id()).ifPresent(shown -> shown.setVisible(several)));
    }

    private void selected() {
        List<Row<R>> rows = table.getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList();
        if (!rows.isEmpty()) {
            Row<R> row = rows.getLast();
            String lines = rows.stream().map(each -> String.join("\t", viewModel.line(each)))
                    .collect(Collectors.joining("\n"));
            screen.select(new SelectedRow(id, row.look(), viewModel.kind().stream().apply(row.owned().record()),
                    viewModel.kind().target().apply(row.owned()), lines));
        }
    }

    /// Only one table has the selection; the others mark the same key.
    private void mark(Optional<SelectedRow> current) {
        if (current.map(selected -> !selected.table().equals(id)).orElse(true)) {
            table.getSelectionModel().clearSelection();
        }
        table.refresh();
    }

    private List<String> header() {
        return viewModel.kind().columns().stream().map(column -> texts.of("column." + column.id())).toList();
    }
}
