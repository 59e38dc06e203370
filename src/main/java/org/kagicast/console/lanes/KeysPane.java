package org.kagicast.console.lanes;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Ellipsis;
import org.kagicast.console.view.FittingLine;
import org.kagicast.console.view.Visibility;

/// Two lines about one line of keys: what is on air and for how long, and what is next, when, and who has it.
public final class KeysPane extends VBox {

    private static final PseudoClass OVERDUE = PseudoClass.getPseudoClass("overdue");
    private static final PseudoClass UNCONFIRMED = PseudoClass.getPseudoClass("unconfirmed");

    private final Label onAirCaption = caption();
    private final KeyChip inUse = new KeyChip();
    private final Label nothing = new Label();
    private final Label age = new Label();
    private final Label nextCaption = caption();
    private final KeyChip next = new KeyChip();
    private final Label nextText = new Label();
    private final ReadinessDots dots = new ReadinessDots();
    private final Label readiness = new Label();
    private final Tooltip nextTip = new Tooltip();

    public KeysPane() {
        getStyleClass().add("keys");
        setMinWidth(0);
        inUse.setId("inUse");
        next.setId("next");
        nextText.setId("nextText");
        readiness.setId("fetched");
        age.setId("age");
        age.getStyleClass().add("age");
        nothing.getStyleClass().add("age");
        nextText.getStyleClass().add("countdown");
        nextText.setMinWidth(USE_PREF_SIZE);
        readiness.getStyleClass().add("caption");
        FittingLine.setOptional(readiness, true);
        FittingLine.setOptional(dots, true);
        age.setMinWidth(20);
        Ellipsis.explain(age);
        getChildren().setAll(line(onAirCaption, inUse, nothing, age),
                line(nextCaption, next, nextText, readiness, dots));
    }

    void show(KeysState state, Texts texts) {
        onAirCaption.setText(texts.of("live.stream.inUse"));
        inUse.show(state.inUse(), texts);
        Visibility.show(nothing, state.inUse().isEmpty());
        nothing.setText(texts.of("live.stream.nothingInUse"));
        age.setText(state.age());
        age.pseudoClassStateChanged(OVERDUE, state.isOverdue());
        nextCaption.setText(state.nextCaption());
        next.show(state.next(), texts);
        nextText.setText(state.nextText());
        nextText.pseudoClassStateChanged(UNCONFIRMED, state.isUnconfirmed());
        nextTip.setText(state.nextTip());
        nextText.setTooltip(state.nextTip().isEmpty() ? null : nextTip);
        dots.show(state.readiness());
        Visibility.show(dots, state.readiness().all() > 0);
        readiness.setText(state.readiness().text());
    }

    /// All of it for those who cannot see it.
    static String words(KeysState state, Texts texts) {
        return texts.of("live.keys.accessible", state.inUse().map(KeyLook::number).orElse(texts.of("live.none")),
                state.age(), state.nextCaption(),
                Optional.of(state.next().map(KeyLook::number).orElse("")).filter(number -> !number.isEmpty())
                        .map(number -> number + " " + state.nextText()).orElse(state.nextText()),
                state.readiness().text());
    }

    private static FittingLine line(Node... parts) {
        FittingLine line = new FittingLine(parts);
        line.getStyleClass().add("keys-line");
        return line;
    }

    private static Label caption() {
        Label caption = new Label();
        caption.getStyleClass().addAll("caption", "keys-caption");
        return caption;
    }
}
