package org.kagicast.console.events;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.controlsfx.control.CheckComboBox;
import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Desktop;
import org.kagicast.console.view.Fxml;
import org.kagicast.model.NodeEvent.Severity;
import org.kordamp.ikonli.javafx.FontIcon;

/// The Events screen. One language long.
public final class EventsView {

    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
    private static final Comparator<Event> LATEST_FIRST = Comparator.comparingLong(Event::number).reversed();
    private static final PseudoClass WARNING = PseudoClass.getPseudoClass("warning");
    private static final PseudoClass LATER = PseudoClass.getPseudoClass("later");
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private static final double MOST_STRETCHED = 1.3;

    private final EventsViewModel viewModel;
    private final Desktop desktop;
    private final Texts texts;
    private final Parent node;
    private final Label nothing = new Label();
    private final Map<Severity, ToggleButton> severities = new EnumMap<>(Severity.class);
    private Subscription showing = Subscription.EMPTY;
    private Subscription list = Subscription.EMPTY;

    @FXML
    private CustomTextField filter;
    @FXML
    private Button clear;
    @FXML
    private ToggleButton info;
    @FXML
    private ToggleButton warning;
    @FXML
    private ToggleButton error;
    @FXML
    private CheckComboBox<Happening.Kind> kinds;
    @FXML
    private Label count;
    @FXML
    private Button jump;
    @FXML
    private Button copy;
    @FXML
    private MenuItem csv;
    @FXML
    private MenuItem json;
    @FXML
    private TableView<Event> table;
    @FXML
    private Label detail;

    public EventsView(EventsViewModel viewModel, Desktop desktop, Texts texts) {
        this.viewModel = viewModel;
        this.desktop = desktop;
        this.texts = texts;
        this.node = Fxml.load("events", Parent.class, this, texts);
    }

    public Parent node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
        list.unsubscribe();
        table.setItems(null);
    }

    @FXML
    private void initialize() {
        prepareTable();
        jump.setTooltip(new Tooltip(texts.of("events.show.tip")));
        jump.setOnAction(clicked -> jump());
        copy.setTooltip(new Tooltip(texts.of("events.copy.tip")));
        copy.setOnAction(clicked -> copy());
        csv.setOnAction(chosen -> desktop.askForFile(viewModel.fileName(".csv"))
                .ifPresent(file -> viewModel.exportCsv(file, List.copyOf(table.getItems()))));
        json.setOnAction(chosen -> desktop.askForFile(viewModel.fileName(".json"))
                .ifPresent(file -> viewModel.exportJson(file, List.copyOf(table.getItems()))));
        jump.disableProperty().bind(table.getSelectionModel().selectedItemProperty().isNull());
        copy.disableProperty().bind(table.getSelectionModel().selectedItemProperty().isNull());
        detail.textProperty().bind(table.getSelectionModel().selectedItemProperty()
                .map(event -> texts.of("events.detail", texts.clock(event.at()), viewModel.sentence(event)))
                .orElse(""));
        detail.visibleProperty().bind(detail.textProperty().isNotEmpty());
        detail.managedProperty().bind(detail.visibleProperty());
        showing = Subscription.combine(prepareFilter(), prepareSeverities(), prepareKinds(),
                viewModel.shownProperty().subscribe(this::show),
                viewModel.pausedProperty().subscribe(paused -> table.refresh()));
    }

    private Subscription prepareFilter() {
        filter.textProperty().bindBidirectional(viewModel.filterProperty());
        clear.setTooltip(new Tooltip(texts.of("events.filter.clear")));
        clear.setOnAction(clicked -> {
            viewModel.filterProperty().set("");
            filter.requestFocus();
        });
        clear.visibleProperty().bind(filter.textProperty().isNotEmpty());
        return () -> filter.textProperty().unbindBidirectional(viewModel.filterProperty());
    }

    private Subscription prepareSeverities() {
        severities.put(Severity.INFO, info);
        severities.put(Severity.WARNING, warning);
        severities.put(Severity.ERROR, error);
        severities.forEach((severity, button) -> {
            button.setText(texts.of("event.severity", severity));
            button.setGraphic(new FontIcon(EventCell.OfSeverity.icon(severity)));
            button.setOnAction(clicked -> viewModel.show(severity, button.isSelected()));
        });
        return viewModel.severitiesProperty().subscribe(
                wanted -> severities.forEach((severity, button) -> button.setSelected(wanted.contains(severity))));
    }

    private Subscription prepareKinds() {
        kinds.getItems().setAll(Happening.Kind.values());
        kinds.setConverter(new KindWords());
        kinds.setTitle(texts.of("events.kinds"));
        kinds.setShowCheckedCount(true);
        kinds.setAccessibleText(texts.of("events.kinds"));
        viewModel.kindsProperty().get().forEach(kinds.getCheckModel()::check);
        ListChangeListener<Happening.Kind> listener = change -> {
            EnumSet<Happening.Kind> wanted = EnumSet.noneOf(Happening.Kind.class);
            Arrays.stream(Happening.Kind.values()).filter(kinds.getCheckModel()::isChecked).forEach(wanted::add);
            viewModel.show(wanted);
        };
        kinds.getCheckModel().getCheckedItems().addListener(listener);
        return () -> kinds.getCheckModel().getCheckedItems().removeListener(listener);
    }

    private final class KindWords extends StringConverter<Happening.Kind> {

        @Override
        public String toString(Happening.@Nullable Kind kind) {
            return kind == null ? "" : texts.of("event.kind", kind);
        }

        @Override
        public Happening.Kind fromString(String text) {
            throw new UnsupportedOperationException("nobody types a kind");
        }
    }

    private void prepareTable() {
        table.setAccessibleText(texts.of("events.accessible"));
        nothing.getStyleClass().add("muted");
        nothing.setWrapText(true);
        table.setPlaceholder(nothing);
        column("time", 76, Comparator.comparing(Event::at), () -> new EventCell.Time(viewModel, this::jump, texts));
        column("severity", 92, Comparator.comparing(Event::severity), () -> new EventCell.OfSeverity(viewModel));
        words("stream", 108, event -> viewModel.words().stream(event));
        column("key", 50, Comparator.comparing(event -> viewModel.words().key(event)),
                () -> new EventCell.OfKey(texts));
        words("who", 108, event -> viewModel.words().who(event));
        words("sentence", 380, viewModel::sentence);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setRowFactory(shown -> new EventRow());
        MenuItem show = new MenuItem(texts.of("events.show"));
        MenuItem copyRow = new MenuItem(texts.of("events.copy"));
        show.setOnAction(chosen -> jump());
        copyRow.setOnAction(chosen -> copy());
        MenuItem acknowledge = new MenuItem(texts.of("problem.acknowledge"));
        acknowledge.setOnAction(chosen -> acknowledging().ifPresent(Runnable::run));
        ContextMenu menu = new ContextMenu(show, copyRow, acknowledge);
        menu.setOnShowing(showing -> acknowledge.setDisable(acknowledging().isEmpty()));
        table.setContextMenu(menu);
        table.addEventHandler(KeyEvent.KEY_PRESSED, pressed -> {
            if (COPY.match(pressed)) {
                copy();
                pressed.consume();
            } else if (pressed.getCode() == KeyCode.ENTER && !pressed.isShortcutDown()) {
                jump();
                pressed.consume();
            }
        });
    }

    private Optional<Runnable> acknowledging() {
        return Optional.ofNullable(table.getSelectionModel().getSelectedItem()).flatMap(viewModel::acknowledging);
    }

    private void words(String id, double width, Function<Event, String> text) {
        column(id, width, Comparator.comparing(text), () -> new EventCell.Words(text));
    }

    private void column(String id, double width, Comparator<Event> order,
            Supplier<TableCell<Event, Event>> cell) {
        String heading = "event.column." + id;
        TableColumn<Event, Event> column = new TableColumn<>(texts.of(heading));
        column.setId(id);
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
        column.setCellFactory(all -> cell.get());
        column.setComparator(order);
        column.setReorderable(false);
        if (!id.equals("sentence")) {
            column.setMaxWidth(width * MOST_STRETCHED);
        }
        table.getColumns().add(column);
    }

    /// Without an order of the person's own, the latest stands first.
    private void show(FilteredList<Event> events) {
        list.unsubscribe();
        SortedList<Event> sorted = new SortedList<>(events);
        sorted.comparatorProperty().bind(Bindings.createObjectBinding(
                () -> table.getComparator() == null ? LATEST_FIRST : table.getComparator().thenComparing(LATEST_FIRST),
                table.comparatorProperty()));
        table.setItems(sorted);
        ListChangeListener<Event> listener = change -> count();
        events.getSource().addListener(listener);
        events.addListener(listener);
        count();
        list = () -> {
            events.getSource().removeListener(listener);
            events.removeListener(listener);
            sorted.comparatorProperty().unbind();
        };
    }

    private void count() {
        count.setText(viewModel.counted());
        nothing.setText(texts.of(viewModel.isFiltering() ? "events.noMatch" : "events.none"));
    }

    private void jump() {
        Event selected = table.getSelectionModel().getSelectedItem();
        if (selected != null) {
            jump(selected);
        }
    }

    private void jump(Event event) {
        viewModel.jump(event);
    }

    private void copy() {
        List<Event> selected = table.getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList();
        if (!selected.isEmpty()) {
            desktop.copy(selected.stream().map(viewModel::line).collect(Collectors.joining("\n")));
        }
    }

    /// Wears its severity; a double click leads to the moment.
    private final class EventRow extends TableRow<Event> {

        EventRow() {
            setOnMouseClicked(clicked -> {
                Event event = getItem();
                if (clicked.getButton() == MouseButton.PRIMARY && clicked.getClickCount() == 2 && event != null) {
                    jump(event);
                }
            });
        }

        @Override
        protected void updateItem(@Nullable Event event, boolean empty) {
            super.updateItem(event, empty);
            pseudoClassStateChanged(WARNING, event != null && event.severity() == Severity.WARNING);
            pseudoClassStateChanged(ERROR, event != null && event.severity() == Severity.ERROR);
            pseudoClassStateChanged(LATER, event != null && viewModel.pausedProperty().get()
                    .filter(paused -> event.noted().isAfter(paused)).isPresent());
        }
    }
}
