package org.kagicast.console.keytables;

import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.controlsfx.control.textfield.CustomTextField;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.session.EmptyState;
import org.kagicast.console.settings.Settings;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Desktop;
import org.kagicast.console.view.Dividers;
import org.kagicast.console.view.Fxml;
import org.kagicast.model.StreamName;

/// The Key tables screen. One language long.
public final class KeyTablesView {

    private final KeyTablesViewModel viewModel;
    private final Texts texts;
    private final RowCommands commands;
    private final KeyTableView<?> keyServerTables;
    private final KeyTableView<?> contentServerTables;
    private final KeyTableView<?> clientTables;
    private final Parent node;
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private VBox running;
    @FXML
    private VBox empty;
    @FXML
    private Label emptyTitle;
    @FXML
    private Label emptyText;
    @FXML
    private CustomTextField filter;
    @FXML
    private Button clear;
    @FXML
    private KeyChip chip;
    @FXML
    private Label about;
    @FXML
    private MenuButton rekey;
    @FXML
    private MenuItem announce;
    @FXML
    private MenuItem changeNow;
    @FXML
    private Button jump;
    @FXML
    private Button copy;
    @FXML
    private SplitPane upperAndLower;
    @FXML
    private SplitPane lower;
    @FXML
    private StackPane keyServers;
    @FXML
    private StackPane contentServers;
    @FXML
    private StackPane clients;

    public KeyTablesView(KeyTablesViewModel viewModel, Desktop desktop, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.commands = new RowCommands(viewModel, desktop, texts);
        this.keyServerTables = new KeyTableView<>(viewModel.keyServers(), viewModel, commands, desktop, texts);
        this.contentServerTables = new KeyTableView<>(viewModel.contentServers(), viewModel, commands, desktop,
                texts);
        this.clientTables = new KeyTableView<>(viewModel.clients(), viewModel, commands, desktop, texts);
        this.node = Fxml.load("key-tables", Parent.class, this, texts);
    }

    public Parent node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
        keyServerTables.close();
        contentServerTables.close();
        clientTables.close();
    }

    @FXML
    private void initialize() {
        keyServers.getChildren().setAll(keyServerTables.node());
        contentServers.getChildren().setAll(contentServerTables.node());
        clients.getChildren().setAll(clientTables.node());
        filter.textProperty().bindBidirectional(viewModel.filterProperty());
        clear.setTooltip(new Tooltip(texts.of("events.filter.clear")));
        clear.setOnAction(clicked -> {
            viewModel.filterProperty().set("");
            filter.requestFocus();
        });
        clear.visibleProperty().bind(filter.textProperty().isNotEmpty());
        commands.prepare(announce, changeNow);
        jump.setOnAction(clicked -> commands.jump());
        copy.setOnAction(clicked -> commands.copy());
        copy.setTooltip(new Tooltip(texts.of("keyTables.copy.tip")));
        jump.setTooltip(new Tooltip(texts.of("keyTables.jump.tip")));
        showing = Subscription.combine(viewModel.emptyProperty().subscribe(this::show),
                viewModel.currentProperty().subscribe(this::show),
                Dividers.remember(upperAndLower, Settings.DIVIDERS.of("keyTables"), viewModel.preferences()),
                Dividers.remember(lower, Settings.DIVIDERS.of("keyTablesLower"), viewModel.preferences()),
                () -> filter.textProperty().unbindBidirectional(viewModel.filterProperty()));
    }

    private void show(EmptyState face) {
        running.setVisible(!face.isEmpty());
        empty.setVisible(face.isEmpty());
        emptyTitle.setText(face.title());
        emptyText.setText(face.text());
    }

    private void show(Optional<SelectedRow> current) {
        chip.show(current.map(SelectedRow::look), texts);
        about.setText(current.map(selected -> selected.stream().map(StreamName::value).orElse(""))
                .orElseGet(() -> texts.of("keyTables.hint")));
        rekey.setDisable(current.flatMap(SelectedRow::stream).isEmpty());
        jump.setDisable(current.isEmpty());
        copy.setDisable(current.isEmpty());
    }
}
