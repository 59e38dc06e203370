package org.kagicast.console.live;

import java.util.List;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/// Lays tiles out in rows of equal tiles that fill the width: as many columns as fit.
public final class TileGrid extends Pane {

    private double smallest = 200;
    private double gap = 10;
    private int fewest = 1;
    private double measuredWidth = -1;
    private double measuredHeight;

    public double getSmallest() {
        return smallest;
    }

    /// The least width of a tile, in pixels.
    public void setSmallest(double smallest) {
        this.smallest = smallest;
        requestLayout();
    }

    public double getGap() {
        return gap;
    }

    /// Between two tiles, in pixels.
    public void setGap(double gap) {
        this.gap = gap;
        requestLayout();
    }

    public int getFewest() {
        return fewest;
    }

    /// Columns that are kept free even for fewer tiles, as long as they fit.
    public void setFewest(int fewest) {
        this.fewest = fewest;
        requestLayout();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return smallest;
    }

    @Override
    protected double computePrefWidth(double height) {
        return smallest;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double available = width > 0 ? width : smallest;
        int rows = Math.ceilDiv(Math.max(1, getManagedChildren().size()), columns(available));
        return rows * rowHeight(tileWidth(available)) + (rows - 1) * gap;
    }

    @Override
    protected void layoutChildren() {
        List<Node> tiles = getManagedChildren();
        int columns = columns(getWidth());
        double width = tileWidth(getWidth());
        double height = rowHeight(width);
        for (int index = 0; index < tiles.size(); index++) {
            double left = snapPositionX(index % columns * (width + gap));
            double top = Math.floorDiv(index, columns) * (height + gap);
            double right = snapPositionX(index % columns * (width + gap) + width);
            tiles.get(index).resizeRelocate(left, top, right - left, height);
        }
    }

    /// A few tiles share the whole width; many keep a common size.
    private int columns(double width) {
        int fitting = Math.max(1, (int) ((width + gap) / (smallest + gap)));
        return Math.min(fitting, Math.max(fewest, getManagedChildren().size()));
    }

    private double tileWidth(double width) {
        int columns = columns(width);
        return Math.max(0, (width - (columns - 1) * gap) / columns);
    }

    /// Asked for again and again while other parts of the screen are laid out.
    private double rowHeight(double width) {
        if (width != measuredWidth) {
            measuredWidth = width;
            measuredHeight = measure(width);
        }
        return measuredHeight;
    }

    @Override
    public void requestLayout() {
        measuredWidth = -1;
        super.requestLayout();
    }

    private double measure(double width) {
        return snapSizeY(getManagedChildren().stream().mapToDouble(tile -> tile.prefHeight(width)).max().orElse(0));
    }
}
