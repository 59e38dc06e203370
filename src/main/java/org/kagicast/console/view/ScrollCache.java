package org.kagicast.console.view;

import javafx.scene.control.ScrollPane;
import javafx.scene.control.SkinBase;

/// Scroll panes keep an image of all that they show, for smooth scrolling. Where anything in one changes all the time, that
/// draws the whole of it anew each time, and not the part that has changed.
public final class ScrollCache {

    private ScrollCache() {
    }

    /// Has a scroll pane draw only what has changed.
    public static void switchOff(ScrollPane scroll) {
        scroll.skinProperty().subscribe(skin -> {
            if (skin instanceof SkinBase<?> base) {
                base.getChildren().forEach(part -> part.setCache(false));
            }
        });
    }
}
