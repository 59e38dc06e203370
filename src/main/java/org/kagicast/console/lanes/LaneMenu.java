package org.kagicast.console.lanes;

import java.util.List;
import java.util.function.Supplier;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.model.KeyLine;

/// The commands about a stream: its keys, and in the lab its parts.
final class LaneMenu {

    private final LanesViewModel viewModel;
    private final Supplier<Lane> lane;
    private final KeyItems keys;
    private final SeparatorMenuItem afterKeys = new SeparatorMenuItem();
    private final MenuItem reset;
    private final SeparatorMenuItem afterReset = new SeparatorMenuItem();
    private final MenuItem addClient;
    private final MenuItem addEavesdropper;
    private final SeparatorMenuItem beforeRemove = new SeparatorMenuItem();
    private final MenuItem remove = new MenuItem();
    private final Texts texts;

    /// Fills a menu.
    ///
    /// @param lane the one that it is about now
    static void into(MenuButton menu, LanesViewModel viewModel, Supplier<Lane> lane, Texts texts) {
        LaneMenu filled = new LaneMenu(viewModel, lane, texts);
        menu.getItems().setAll(filled.keys.items());
        menu.getItems()
                .addAll(List.of(filled.afterKeys, filled.reset, filled.afterReset, filled.addClient,
                        filled.addEavesdropper,
                        filled.beforeRemove, filled.remove));
        menu.setOnShowing(opening -> filled.bind());
    }

    private LaneMenu(LanesViewModel viewModel, Supplier<Lane> lane, Texts texts) {
        this.viewModel = viewModel;
        this.lane = lane;
        this.texts = texts;
        this.keys = new KeyItems(viewModel, () -> new KeyLine(lane.get().stream()), texts);
        this.reset = new MenuItem(texts.of("counters.ofStream"));
        reset.setId("resetCounters");
        reset.setOnAction(chosen -> viewModel.resetCounters(new Target.OfStream(lane.get().stream())));
        this.addClient = new MenuItem(texts.of("live.addClient"));
        this.addEavesdropper = new MenuItem(texts.of("live.addEavesdropper"));
        addClient.setOnAction(chosen -> viewModel.addClient(lane.get().stream()));
        addEavesdropper.setOnAction(chosen -> viewModel.addEavesdropper(lane.get().stream()));
        remove.setMnemonicParsing(false);
        remove.setOnAction(chosen -> viewModel.remove(lane.get().head().state().server()));
    }

    /// Only the lab can add and remove.
    private void bind() {
        LaneState state = lane.get().head().state();
        keys.bind(state.coming(), viewModel.whyNot(lane.get()));
        remove.setText(texts.of("live.stream.remove", state.server()));
        boolean can = viewModel.changeableProperty().get();
        reset.setDisable(viewModel.whyNoReset().isPresent());
        List.of(afterReset, addClient, addEavesdropper, beforeRemove, remove).forEach(item -> item.setVisible(can));
    }
}
