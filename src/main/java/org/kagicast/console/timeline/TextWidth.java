package org.kagicast.console.timeline;

import java.util.HashMap;
import java.util.Map;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// Measures texts for drawing; each once.
final class TextWidth {

    private static final int MOST = 2_000;

    private final Map<String, Double> widths = new HashMap<>();
    private final Text measure = new Text();

    double of(String text, Font font) {
        if (widths.size() > MOST) {
            widths.clear();
        }
        return widths.computeIfAbsent(font.getSize() + " " + text, key -> {
            measure.setFont(font);
            measure.setText(text);
            return measure.getLayoutBounds().getWidth();
        });
    }
}
