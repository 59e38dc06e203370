package org.kagicast.console.live;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.control.MenuItem;
import org.kagicast.console.text.Texts;
import org.kagicast.model.RekeyCommand;

/// What can be done with the keys of a stream or a label, as menu items: those about an announced change are there while
/// one is.
final class KeyCommands {

    private static final double ALL = 1;

    private final Texts texts;
    private final Consumer<RekeyCommand> order;
    private final MenuItem announce;
    private final List<MenuItem> aboutChange;
    private final List<MenuItem> items;

    /// @param order carries a chosen command out
    KeyCommands(Texts texts, Consumer<RekeyCommand> order) {
        this.texts = texts;
        this.order = order;
        this.announce = item("announce", new RekeyCommand.Announce(Optional.empty()));
        MenuItem changeNow = item("changeNow", new RekeyCommand.Now());
        this.aboutChange = List.of(item("switchNow", new RekeyCommand.SwitchNow()),
                item("hold", new RekeyCommand.Hold(Optional.empty(), Optional.empty())),
                item("holdUntilReady", new RekeyCommand.Hold(Optional.of(ALL), Optional.empty())),
                item("cancel", new RekeyCommand.Cancel()));
        this.items = Stream.concat(Stream.of(announce, changeNow),
                aboutChange.stream()).toList();
    }

    List<MenuItem> items() {
        return items;
    }

    /// @param changing whether a change is announced
    void show(boolean changing) {
        announce.setDisable(changing);
        aboutChange.forEach(item -> item.setVisible(changing));
    }

    private MenuItem item(String name, RekeyCommand command) {
        MenuItem item = new MenuItem(texts.of("live.stream." + name));
        item.setId(name);
        item.setOnAction(chosen -> order.accept(command));
        return item;
    }
}
