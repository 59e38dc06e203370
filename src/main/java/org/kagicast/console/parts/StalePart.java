package org.kagicast.console.parts;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;
import org.kagicast.console.session.Staleness;
import org.kagicast.console.view.Visibility;

/// Shows a part whose node is not heard of as such: its card grey, and in place of its status how long that has been.
public final class StalePart {

    private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");

    private final Item<?> item;
    private final Parent card;
    private final Label status;
    private final Label silence;

    /// @param silence stands where `status` does
    public StalePart(Item<?> item, Parent card, Label status, Label silence) {
        this.item = item;
        this.card = card;
        this.status = status;
        this.silence = silence;
    }

    /// @return ends it
    public Subscription prepare() {
        silence.setTooltip(new Tooltip());
        return item.silenceProperty().subscribe(this::show);
    }

    /// Tells in whole sentences, if it is silent.
    public static void explain(Item<?> item, String name, Label silence) {
        item.silenceProperty().get().ifPresent(
                told -> WhyPopOver.show(silence, name, told.sentence() + "\n" + told.reason()));
    }

    private void show(Optional<Staleness> silent) {
        card.pseudoClassStateChanged(SILENT, silent.isPresent());
        Visibility.show(status, silent.isEmpty());
        Visibility.show(silence, silent.isPresent());
        silence.setText(silent.map(Staleness::brief).orElse(""));
        silent.ifPresent(told -> silence.getTooltip().setText(told.sentence() + "\n" + told.reason()));
    }
}
