package org.kagicast.console.keytables;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Desktop;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

/// What can be done with the current row, as menu items that say so and are disabled while there is none.
final class RowCommands {

    private final KeyTablesViewModel viewModel;
    private final Desktop desktop;
    private final Texts texts;

    RowCommands(KeyTablesViewModel viewModel, Desktop desktop, Texts texts) {
        this.viewModel = viewModel;
        this.desktop = desktop;
        this.texts = texts;
    }

    /// A menu of all of them.
    ContextMenu menu() {
        MenuItem announce = new MenuItem();
        MenuItem changeNow = new MenuItem();
        MenuItem jump = new MenuItem(texts.of("keyTables.jump"));
        MenuItem copy = new MenuItem(texts.of("keyTables.copy"));
        prepare(announce, changeNow);
        jump.setOnAction(chosen -> jump());
        copy.setOnAction(chosen -> copy());
        return new ContextMenu(announce, changeNow, new SeparatorMenuItem(), jump, copy);
    }

    void prepare(MenuItem announce, MenuItem changeNow) {
        announce.setOnAction(chosen -> rekey(new RekeyCommand.Announce(Optional.empty())));
        changeNow.setOnAction(chosen -> rekey(new RekeyCommand.Now()));
        name(announce, "keyTables.announce");
        name(changeNow, "keyTables.changeNow");
    }

    void jump() {
        with(current -> viewModel.jump(current.target()));
    }

    void copy() {
        with(current -> desktop.copy(current.lines()));
    }

    /// Whether there is a row whose stream is known.
    ObservableValue<Boolean> hasStream() {
        return value(current -> current.stream().isPresent());
    }

    private void rekey(RekeyCommand command) {
        with(current -> current.stream().ifPresent(stream -> viewModel.rekey(stream, command)));
    }

    private void name(MenuItem item, String key) {
        item.setMnemonicParsing(false);
        item.textProperty().bind(viewModel.currentProperty().map(current -> current.flatMap(SelectedRow::stream)
                .map(stream -> named(key, stream)).orElseGet(() -> texts.of(key + "None"))));
        item.disableProperty().bind(hasStream().map(has -> !has));
    }

    private String named(String key, StreamName stream) {
        return texts.of(key, stream);
    }

    private ObservableValue<Boolean> value(Function<SelectedRow, Boolean> of) {
        return viewModel.currentProperty().map(current -> current.map(of).orElse(false));
    }

    private void with(Consumer<SelectedRow> action) {
        viewModel.currentProperty().get().ifPresent(action);
    }
}
