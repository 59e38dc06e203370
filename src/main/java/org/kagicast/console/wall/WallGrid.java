package org.kagicast.console.wall;

import java.util.List;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/// Lays pictures out as large as they can be: as many beside each other as makes them largest in the room that is seen, and
/// all of one size. Scrolls only when they would be too small.
public final class WallGrid extends Pane {

    private static final double GAP = 10;
    private static final double SHAPE = 16.0 / 9;
    private static final double CAPTION = 25;
    private static final int IN_A_ROW = 6;
    private static final double SMALLEST = 96;
    private static final double LARGEST = 520;

    private double room;

    /// The height in which the pictures are seen, in pixels.
    void setRoom(double height) {
        if (height != room) {
            room = height;
            requestLayout();
        }
    }

    /// The height in which so many pictures are seen well.
    static double goodHeight(int tiles, double width) {
        int columns = Math.clamp(Math.max(Math.min(tiles, IN_A_ROW), Math.ceilDiv(tiles, 2)), 1, 12);
        int rows = Math.ceilDiv(Math.max(1, tiles), columns);
        double tile = Math.min((width - (columns - 1) * GAP) / columns, LARGEST * 0.75);
        return rows * (height(tile) + GAP);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        int count = getManagedChildren().size();
        if (count == 0 || width <= 0) {
            return 0;
        }
        int columns = columns(width);
        int rows = Math.ceilDiv(count, columns);
        return rows * height(tileWidth(width, columns)) + (rows - 1) * GAP;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        List<Node> tiles = getManagedChildren();
        if (tiles.isEmpty()) {
            return;
        }
        int columns = columns(getWidth());
        double width = tileWidth(getWidth(), columns);
        double height = height(width);
        for (int index = 0; index < tiles.size(); index++) {
            double left = snapPositionX(index % columns * (width + GAP));
            double top = snapPositionY(Math.floorDiv(index, columns) * (height + GAP));
            tiles.get(index).resizeRelocate(left, top, width, height);
        }
    }

    private int columns(double width) {
        int count = getManagedChildren().size();
        int best = 1;
        for (int columns = 1; columns <= count; columns++) {
            boolean isLarger = fitting(width, columns, count) > fitting(width, best, count) + 0.5;
            best = isLarger ? columns : best;
        }
        return fitting(width, best, count) >= SMALLEST
                ? best
                : Math.clamp((int) ((width + GAP) / (SMALLEST + GAP)), 1, count);
    }

    /// The width that a tile can have without scrolling.
    private double fitting(double width, int columns, int count) {
        int rows = Math.ceilDiv(count, columns);
        double byHeight = ((room - (rows - 1) * GAP) / rows - CAPTION) * SHAPE;
        return Math.min(Math.min(byHeight, (width - (columns - 1) * GAP) / columns), LARGEST);
    }

    private double tileWidth(double width, int columns) {
        double fits = fitting(width, columns, getManagedChildren().size());
        double byWidth = (width - (columns - 1) * GAP) / columns;
        return Math.floor(fits >= SMALLEST ? fits : Math.min(byWidth, SMALLEST));
    }

    private static double height(double width) {
        return Math.floor(width / SHAPE) + CAPTION;
    }
}
