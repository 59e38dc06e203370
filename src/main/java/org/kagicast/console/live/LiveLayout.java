package org.kagicast.console.live;

import javafx.scene.Node;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;

/// Two parts, one above the other: the upper as high as its content, as long as the lower keeps what it needs.
public final class LiveLayout extends Pane {

    private static final double GAP = 12;
    private static final double LARGEST_SHARE = 0.45;

    private @Nullable Node upper;
    private @Nullable Node lower;

    public @Nullable Node getUpper() {
        return upper;
    }

    public void setUpper(Node upper) {
        this.upper = upper;
        getChildren().add(upper);
    }

    public @Nullable Node getLower() {
        return lower;
    }

    public void setLower(Node lower) {
        this.lower = lower;
        getChildren().add(lower);
    }

    @Override
    protected double computeMinHeight(double width) {
        return 200;
    }

    @Override
    protected void layoutChildren() {
        if (upper == null || lower == null) {
            return;
        }
        double width = getWidth();
        double height = getHeight();
        double needed = Math.min(lower.prefHeight(width), height * LARGEST_SHARE);
        double above = snapSizeY(Math.min(upper.prefHeight(width), height - GAP - needed));
        upper.resizeRelocate(0, 0, width, above);
        lower.resizeRelocate(0, above + GAP, width, height - GAP - above);
    }
}
