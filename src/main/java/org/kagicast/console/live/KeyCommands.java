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
        this.announce = item("live.stream.announce", new RekeyCommand.Announce(Optional.empty()));
        MenuItem changeNow = item("live.stream.changeNow", new RekeyCommand.Now());
        this.aboutChange = List.of(item("live.stream.switchNow", new RekeyCommand.SwitchNow()),
                item("live.stream.hold", new RekeyCommand.Hold(Optional.empty(), Optional.empty())),
                item("live.stream.holdUntilReady", new RekeyCommand.Hold(Optional.of(ALL), Optional.empty())),
                item("live.stream.cancel", new RekeyCommand.Cancel()));
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

    private MenuItem item(String text, RekeyCommand command) {
        MenuItem item = new MenuItem(texts.of(text));
        item.setOnAction(chosen -> order.accept(command));
        return item;
    }
}
