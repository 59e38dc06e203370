package org.kagicast.console.timebar;

import java.time.Instant;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Subscription;
import org.kagicast.console.text.Texts;
import org.kordamp.ikonli.javafx.FontIcon;

/// The bar of time at the bottom of the window. One language long.
public final class TimeBar {

    private static final PseudoClass PAUSED = PseudoClass.getPseudoClass("paused");

    private final Texts texts;
    private final Button pause = new Button();
    private final FontIcon icon = new FontIcon("fth-pause");
    private final Tooltip tip = new Tooltip();
    private final Label clock = new Label();
    private final Button live = new Button();
    private final HBox node;
    private final Subscription showing;

    /// @param isAsked whether it is to be seen also while the screens show what is
    public TimeBar(TimeBarViewModel viewModel, ObservableValue<Boolean> isAsked, Texts texts) {
        this.texts = texts;
        TimeTrack track = new TimeTrack(viewModel, texts);
        HBox.setHgrow(track, Priority.ALWAYS);
        track.setMinWidth(60);
        node = new HBox(pause, clock, track, live);
        node.setId("timeBar");
        node.getStyleClass().add("time-bar");
        pause.setId("pause");
        pause.setGraphic(icon);
        pause.getStyleClass().add("flat");
        pause.setTooltip(tip);
        pause.setOnAction(clicked -> viewModel.toggle());
        clock.setId("shownAt");
        clock.setMinWidth(Label.USE_PREF_SIZE);
        live.setId("live-now");
        live.setText(texts.of("timeBar.live"));
        live.setMnemonicParsing(false);
        live.setMinWidth(Button.USE_PREF_SIZE);
        live.setTooltip(new Tooltip(texts.of("timeBar.live.tip")));
        live.setOnAction(clicked -> viewModel.live());
        node.visibleProperty().bind(Bindings.createBooleanBinding(
                () -> !viewModel.stateProperty().get().isEmpty() && (isAsked.getValue() || viewModel.isPaused()),
                viewModel.stateProperty(), isAsked, viewModel.pausedProperty()));
        node.managedProperty().bind(node.visibleProperty());
        showing = Subscription.combine(viewModel.stateProperty().subscribe(track::show),
                viewModel.pausedProperty().subscribe(this::show), () -> {
                    node.visibleProperty().unbind();
                    node.managedProperty().unbind();
                });
    }

    public Node node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
    }

    private void show(Optional<Instant> paused) {
        boolean isPaused = paused.isPresent();
        node.pseudoClassStateChanged(PAUSED, isPaused);
        icon.setIconLiteral(isPaused ? "fth-play" : "fth-pause");
        tip.setText(texts.of(isPaused ? "timeBar.goOn.tip" : "timeBar.pause.tip"));
        pause.setAccessibleText(tip.getText());
        clock.setText(paused.map(texts::clock).orElse(""));
        live.setDisable(!isPaused);
    }
}
