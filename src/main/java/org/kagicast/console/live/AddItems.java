package org.kagicast.console.live;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kagicast.console.lanes.Lane;
import org.kagicast.console.lanes.LanesViewModel;
import org.kagicast.console.text.Texts;
import org.kagicast.model.StreamName;

/// What can be added to the lab: a content server, and for each stream a client or an eavesdropper; and beneath that,
/// whether streams sign and an impostor is there.
final class AddItems {

    private final LanesViewModel viewModel;
    private final Texts texts;

    AddItems(LanesViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
    }

    void into(MenuButton menu) {
        menu.getItems().setAll(items());
        menu.setOnShowing(opening -> menu.getItems().setAll(items()));
    }

    private List<MenuItem> items() {
        MenuItem contentServer = new MenuItem(texts.of("live.addContentServer"));
        contentServer.setId("addContentServer");
        contentServer.setOnAction(chosen -> viewModel.addContentServer());
        return List.of(contentServer, ofEachStream("addClient", "live.addClient", viewModel::addClient),
                ofEachStream("addEavesdropper", "live.addEavesdropper", viewModel::addEavesdropper),
                new SeparatorMenuItem(), choice("signing", "live.signing", viewModel.isSigning(), viewModel::sign),
                choice("impostor", "live.impostor", viewModel.hasImpostor(), viewModel::letImpostorIn));
    }

    private CheckMenuItem choice(String id, String text, boolean isChosen, Consumer<Boolean> choose) {
        CheckMenuItem item = new CheckMenuItem(texts.of(text));
        item.setId(id);
        item.setSelected(isChosen);
        item.setOnAction(chosen -> choose.accept(item.isSelected()));
        return item;
    }

    private Menu ofEachStream(String id, String text, Consumer<StreamName> add) {
        Menu menu = new Menu(texts.of(text));
        menu.setId(id);
        menu.getItems().setAll(viewModel.lanes().stream().map(Lane::stream).map(stream -> {
            MenuItem item = new MenuItem(stream.value());
            item.setMnemonicParsing(false);
            item.setOnAction(chosen -> add.accept(stream));
            return item;
        }).toList());
        menu.setDisable(menu.getItems().isEmpty());
        return menu;
    }
}
