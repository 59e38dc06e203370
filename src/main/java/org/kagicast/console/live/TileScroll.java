package org.kagicast.console.live;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;

/// A scroll pane that would like to be as high as its content is at its own width, so that it scrolls only when it must.
public final class TileScroll extends ScrollPane {

    public TileScroll() {
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        return getContent() == null
                ? 0
                : snapSizeY(getContent().prefHeight(width)) + snappedTopInset() + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return 60;
    }
}
