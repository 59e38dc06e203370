package org.kagicast.console.live;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.text.Texts;
import org.kagicast.model.KeyLine;
import org.kordamp.ikonli.javafx.FontIcon;

/// The keys of one label on the card of its stream: the one in use, the coming one, and the commands for this label alone.
final class LabelLine extends HBox {

    private static final double LEAST_TEXT = 40;

    private final Texts texts;
    private final KeyLine line;
    private final KeyCommands commands;
    private final KeyChip inUse = new KeyChip();
    private final KeyChip next = new KeyChip();
    private final Label text = new Label();
    private final Label fetched = new Label();

    LabelLine(KeyLine line, LiveViewModel viewModel, Texts texts) {
        this.texts = texts;
        this.line = line;
        this.commands = new KeyCommands(texts, command -> viewModel.rekey(line, command));
        getStyleClass().add("label-line");
        setAlignment(Pos.CENTER_LEFT);
        Label name = new Label(line.label().value());
        name.getStyleClass().add("label-name");
        name.setTooltip(new Tooltip(line.label().value()));
        fetched.getStyleClass().add("caption");
        fetched.setTooltip(new Tooltip(texts.of("live.stream.fetched.tip")));
        VBox about = new VBox(text, fetched);
        about.setMinWidth(LEAST_TEXT);
        setHgrow(about, Priority.ALWAYS);
        MenuButton menu = new MenuButton("", new FontIcon("fth-more-horizontal"));
        menu.getStyleClass().add("tile-menu");
        menu.setMinWidth(USE_PREF_SIZE);
        menu.setAccessibleText(texts.of("live.stream.menu", line));
        menu.getItems().setAll(commands.items());
        getChildren().setAll(name, inUse, next, about, menu);
    }

    KeyLine line() {
        return line;
    }

    void show(KeysCardState state) {
        inUse.show(state.inUse(), texts);
        next.show(state.next(), texts);
        text.setText(state.nextText());
        fetched.setText(state.fetched());
        commands.show(state.next().isPresent());
        setAccessibleText(texts.of("live.label.accessible", state.line(),
                state.inUse().map(KeyLook::number).orElse(texts.of("live.none")), state.nextCaption(),
                state.nextText()));
    }
}
