package org.kagicast.console.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kagicast.console.keycommands.ComingKey;
import org.kagicast.console.keycommands.KeyCommand;
import org.kagicast.console.text.Texts;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RekeyCommand;

/// What can be ordered about the keys of a stream or a label, as menu items. Each is one command for ever, about the key
/// that was shown when the menu opened; one that does not apply is there, but disabled.
final class KeyItems {

    private static final double ALL = 1;

    private final Texts texts;
    private final LanesViewModel viewModel;
    private final MenuItem reason = new MenuItem();
    private final SeparatorMenuItem afterReason = new SeparatorMenuItem();
    private final MenuItem announce = new MenuItem();
    private final MenuItem changeNow = new MenuItem();
    private final List<AboutChange> aboutChange = new ArrayList<>();
    private final List<MenuItem> items = new ArrayList<>();
    private List<ComingKey> bound = List.of();

    /// @param line which keys announcements and immediate changes are about
    KeyItems(LanesViewModel viewModel, Supplier<KeyLine> line, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        reason.setDisable(true);
        reason.setMnemonicParsing(false);
        announce.setText(texts.of("live.stream.announce"));
        announce.setOnAction(chosen -> viewModel.rekey(line.get(), new RekeyCommand.Announce(Optional.empty())));
        changeNow.setText(texts.of("live.stream.changeNow"));
        changeNow.setOnAction(chosen -> viewModel.rekey(line.get(), new RekeyCommand.Now()));
        aboutChange.add(new AboutChange("live.stream.switchTo", "live.stream.switchNow",
                key -> key.order(KeyCommand.SWITCH_NOW)));
        aboutChange.add(new AboutChange("live.stream.holdKey", "live.stream.hold",
                key -> key.order(KeyCommand.HOLD)));
        aboutChange.add(new AboutChange("live.stream.holdKeyUntilReady", "live.stream.holdUntilReady",
                key -> key.holdUntil(ALL)));
        aboutChange.add(new AboutChange("live.stream.cancelKey", "live.stream.cancel",
                key -> key.order(KeyCommand.CANCEL)));
        items.addAll(List.of(reason, afterReason, announce, changeNow));
        aboutChange.forEach(each -> items.add(each.item));
    }

    List<MenuItem> items() {
        return items;
    }

    /// Makes the items be about what is shown now. Called as the menu opens.
    ///
    /// @param coming the keys of announced changes
    /// @param whyNot why nothing can be ordered at all
    void bind(List<ComingKey> coming, Optional<String> whyNot) {
        bound = List.copyOf(coming);
        reason.setText(whyNot.orElse(""));
        reason.setVisible(whyNot.isPresent());
        afterReason.setVisible(whyNot.isPresent());
        announce.setDisable(whyNot.isPresent() || !coming.isEmpty());
        changeNow.setDisable(whyNot.isPresent());
        aboutChange.forEach(each -> each.bind(whyNot.isPresent()));
    }

    /// A command about an announced change.
    private final class AboutChange {

        private final MenuItem item = new MenuItem();
        private final String ofKey;
        private final String usual;

        AboutChange(String ofKey, String usual, Function<ComingKey, RekeyCommand> order) {
            this.ofKey = ofKey;
            this.usual = usual;
            item.setMnemonicParsing(false);
            item.setText(texts.of(usual));
            item.setOnAction(chosen -> bound.forEach(key -> viewModel.rekey(key.line(), order.apply(key))));
        }

        private void bind(boolean isImpossible) {
            item.setText(bound.size() == 1
                    ? texts.of(ofKey, viewModel.numbers().number(bound.getFirst().keyId()))
                    : texts.of(usual));
            item.setDisable(isImpossible || bound.isEmpty());
        }
    }
}
