package org.kagicast.console.keys;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Visibility;
import org.kordamp.ikonli.javafx.FontIcon;

/// A key ID with its number and colour: an outline while it is to come, dashed once it is there; filled while in use, faded
/// afterwards, and red if somebody knows it who must not. What colour and outline tell, a sign beside the number tells, too.
public final class KeyChip extends Label {

    private static final Map<KeyPhase, PseudoClass> PHASES = new EnumMap<>(KeyPhase.class);

    static {
        for (KeyPhase phase : KeyPhase.values()) {
            PHASES.put(phase, PseudoClass.getPseudoClass(phase.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
    }

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
        PHASES.forEach((phase, style) -> pseudoClassStateChanged(style, look.phase() == phase));
        setGraphic(sign(look.phase()).map(FontIcon::new).orElse(null));
        String phase = texts.of("key.phase", look.phase());
        setAccessibleText(texts.of("key.accessible", look.number(), phase));
        tooltip.setText(texts.of("key.tip", look.keyId(), phase));
        setTooltip(tooltip);
    }

    private static Optional<String> sign(KeyPhase phase) {
        return switch (phase) {
            case ANNOUNCED -> Optional.of("fth-clock");
            case FETCHING -> Optional.of("fth-download");
            case READY -> Optional.of("fth-check");
            case REFUSED -> Optional.of("fth-slash");
            case COMPROMISED -> Optional.of("fth-alert-triangle");
            case COMING, IN_USE, FORMER -> Optional.empty();
        };
    }

    /// The style sheet decides which of these it uses.
    private static String style(Rgb colour) {
        return "-key-colour: %s; -key-text: %s; -key-ink-light: %s; -key-ink-dark: %s; -key-faint: %s;".formatted(
                colour.hex(), colour.textColour().hex(), KeyPalette.inkOnLight(colour).hex(),
                KeyPalette.inkOnDark(colour).hex(), colour.hex() + "38");
    }
}
