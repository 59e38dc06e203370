package org.kagicast.console.keys;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Visibility;

/// A key ID with its number and colour: dashed while it is to come, filled while in use, faded afterwards.
public final class KeyChip extends Label {

    private static final PseudoClass COMING = PseudoClass.getPseudoClass("coming");
    private static final PseudoClass FORMER = PseudoClass.getPseudoClass("former");

    private final Tooltip tooltip = new Tooltip();
    private Optional<KeyLook> shown = Optional.empty();

    public KeyChip() {
        getStyleClass().add("key-chip");
        setAccessibleRole(AccessibleRole.TEXT);
        setMinWidth(USE_PREF_SIZE);
    }

    /// Shows a key, or takes no room at all.
    public void show(Optional<KeyLook> look, Texts texts) {
        Visibility.show(this, look.isPresent());
        look.filter(next -> !shown.equals(Optional.of(next))).ifPresent(next -> show(next, texts));
        shown = look;
    }

    private void show(KeyLook look, Texts texts) {
        setText(look.number());
        setStyle(style(look.colour()));
        pseudoClassStateChanged(COMING, look.phase() == KeyPhase.COMING);
        pseudoClassStateChanged(FORMER, look.phase() == KeyPhase.FORMER);
        String phase = texts.of("key.phase", look.phase());
        setAccessibleText(texts.of("key.accessible", look.number(), phase));
        tooltip.setText(texts.of("key.tip", look.keyId(), phase));
        setTooltip(tooltip);
    }

    /// The style sheet decides which of these it uses.
    private static String style(Rgb colour) {
        return "-key-colour: %s; -key-text: %s; -key-ink-light: %s; -key-ink-dark: %s; -key-faint: %s;".formatted(
                colour.hex(), colour.textColour().hex(), KeyPalette.inkOnLight(colour).hex(),
                KeyPalette.inkOnDark(colour).hex(), colour.hex() + "38");
    }
}
