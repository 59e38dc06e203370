package org.kagicast.console.parts;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;

/// Colours a label by the tone of the status that it tells.
public final class StatusLabel {

    private StatusLabel() {
    }

    public static void show(Label label, String status, Tone tone) {
        label.setText(status);
        for (Tone each : Tone.values()) {
            label.pseudoClassStateChanged(pseudoClass(each), each == tone);
        }
    }

    private static PseudoClass pseudoClass(Tone tone) {
        return switch (tone) {
            case GOOD -> PseudoClass.getPseudoClass("good");
            case BUSY -> PseudoClass.getPseudoClass("busy");
            case IDLE -> PseudoClass.getPseudoClass("idle");
            case BAD -> PseudoClass.getPseudoClass("bad");
            case UNTRUSTED -> PseudoClass.getPseudoClass("untrusted");
        };
    }
}
