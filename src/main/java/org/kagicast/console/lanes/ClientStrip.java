package org.kagicast.console.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.keys.KeyChips;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.members.MemberActions;
import org.kagicast.console.parts.Item;
import org.kagicast.console.parts.StalePart;
import org.kagicast.console.parts.StatusLabel;
import org.kagicast.console.parts.WhyPopOver;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kordamp.ikonli.javafx.FontIcon;

/// A client of a lane in one row: how it stands, which keys it has, and what the last change cost it.
final class ClientStrip extends RowNode {

    private static final PseudoClass ATTACKED = PseudoClass.getPseudoClass("attacked");

    private final LanesViewModel viewModel;
    private final MemberActions members;
    private final Texts texts;
    private final HBox node;
    private final Tooltip detail = new Tooltip();
    private final FontIcon impostor = new FontIcon("fth-alert-triangle");
    private @Nullable Item<StripState> item;

    @FXML
    private HBox root;
    @FXML
    private HBox about;
    @FXML
    private Label name;
    @FXML
    private Label status;
    @FXML
    private Label silence;
    @FXML
    private KeyChips keys;
    @FXML
    private Label fetching;
    @FXML
    private Label reason;
    @FXML
    private Label counters;
    @FXML
    private Hyperlink why;
    @FXML
    private MenuButton menu;

    ClientStrip(LanesViewModel viewModel, MemberActions members, Texts texts) {
        this.viewModel = viewModel;
        this.members = members;
        this.texts = texts;
        this.node = Fxml.load("client-strip", HBox.class, this, texts);
    }

    @Override
    HBox node() {
        return node;
    }

    @Override
    MenuButton menu() {
        return menu;
    }

    @Override
    Subscription show(LaneRow row) {
        item = switch (row) {
            case LaneRow.Strip strip -> strip.item();
            case LaneRow.Stray stray -> stray.item();
            case LaneRow.Head head -> throw new IllegalArgumentException("a lane's head is no client");
            case LaneRow.Folded folded -> throw new IllegalArgumentException("a folded lane is no client");
            case LaneRow.Label label -> throw new IllegalArgumentException("a label is no client");
            case LaneRow.Others others -> throw new IllegalArgumentException("a heading is no client");
        };
        return item().faceProperty().subscribe(this::show)
                .and(new StalePart(item(), root, status, silence).prepare());
    }

    @Override
    void arrange(Columns columns) {
        about.setMinWidth(columns.name());
        about.setMaxWidth(columns.name());
    }

    @Override
    void explain() {
        StripState state = item().state();
        if (item().silenceProperty().get().isPresent()) {
            StalePart.explain(item(), state.name().value(), silence);
        } else if (!state.why().isEmpty()) {
            Hyperlink beside = why;
            WhyPopOver.show(beside.isVisible() ? beside : status, state.name() + ": " + state.status(), state.why(),
                    viewModel.client(state.name())
                            .map(client -> members.cures(client, viewModel.streamsOf(client), beside))
                            .orElse(List.of()));
        }
    }

    @FXML
    private void initialize() {
        why.setOnAction(clicked -> explain());
        counters.setTooltip(detail);
        reason.setTooltip(detail);
        menu.setOnShowing(opening -> menu.getItems().setAll(items()));
        // One without items does not open.
        menu.getItems().setAll(new SeparatorMenuItem());
    }

    private Item<StripState> item() {
        return Objects.requireNonNull(item);
    }

    private List<MenuItem> items() {
        NodeName client = item().state().name();
        List<StreamName> streams = viewModel.client(client).map(viewModel::streamsOf).orElse(List.of());
        List<MenuItem> items = new ArrayList<>(members.items(client, streams, menu));
        items.add(new SeparatorMenuItem());
        MenuItem reset = new MenuItem(texts.of("counters.of", client));
        reset.setMnemonicParsing(false);
        reset.setDisable(viewModel.whyNoReset().isPresent());
        reset.setOnAction(chosen -> viewModel.resetCounters(new Target.OfClient(client)));
        items.add(reset);
        if (viewModel.changeableProperty().get()) {
            items.add(new SeparatorMenuItem());
            MenuItem remove = new MenuItem(texts.of("live.client.remove", client));
            remove.setMnemonicParsing(false);
            remove.setOnAction(chosen -> viewModel.remove(client));
            items.add(remove);
        }
        return items;
    }

    private void show(StripState state) {
        name.setText(state.name().value());
        StatusLabel.show(status, "● " + state.status(), state.tone());
        keys.show(state.isTrouble() ? former(state) : state.keys(), texts);
        Visibility.show(fetching, state.isTrouble() ? "" : state.fetching());
        Visibility.show(reason, state.reason());
        reason.setGraphic(state.isAttacked() ? impostor : null);
        reason.pseudoClassStateChanged(ATTACKED, state.isAttacked());
        Visibility.show(counters, state.isTrouble() || state.isAttacked() ? "" : state.counters());
        detail.setText(state.detail());
        Visibility.show(why, !state.why().isEmpty());
        menu.setAccessibleText(texts.of("live.client.menu", state.name()));
        root.setAccessibleText(texts.of("live.client.accessible", state.name(), state.status(),
                state.isTrouble() || state.isAttacked() ? state.reason() : state.counters()));
    }

    /// Of a client in trouble the keys that it still has tell what it can go on reading.
    private static List<KeyLook> former(StripState state) {
        return state.keys().stream().filter(look -> !look.phase().isAhead()).toList();
    }
}
