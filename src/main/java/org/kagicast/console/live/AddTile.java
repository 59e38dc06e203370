package org.kagicast.console.live;

import java.util.List;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kagicast.console.text.Texts;
import org.kagicast.model.StreamName;

/// The dashed tile after the last client: adds a client or an eavesdropper of the stream that is then chosen.
final class AddTile {

    private final LiveViewModel viewModel;
    private final Texts texts;
    private final Button button;
    private final ContextMenu menu = new ContextMenu();

    AddTile(LiveViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.button = new Button(texts.of("live.addClient"));
        button.setId("addClient");
        button.getStyleClass().add("add-tile");
        button.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
        button.setOnAction(clicked -> choose());
    }

    Button node() {
        return button;
    }

    private void choose() {
        List<StreamName> streams = viewModel.streams().stream().map(item -> item.state().name()).toList();
        menu.getItems().setAll(streams.stream().map(stream -> item(texts.of("live.addClient.to", stream),
                () -> viewModel.addClient(stream))).toList());
        menu.getItems().add(new SeparatorMenuItem());
        menu.getItems().addAll(streams.stream().map(stream -> item(texts.of("live.addEavesdropper.to", stream),
                () -> viewModel.addEavesdropper(stream))).toList());
        menu.show(button, Side.BOTTOM, 0, 0);
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setMnemonicParsing(false);
        item.setOnAction(chosen -> action.run());
        return item;
    }
}
