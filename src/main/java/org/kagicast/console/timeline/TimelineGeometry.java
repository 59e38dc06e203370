package org.kagicast.console.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where rows and moments stand in a timeline of a certain size. Free of the toolkit.
///
/// @param offset how far the rows are scrolled up, in pixels
record TimelineGeometry(double width, double height, int rows, double offset, Instant now) {

    static final double NAMES = 116;
    static final double AXIS = 20;
    static final double RIGHT = 2;
    static final double LEAST_ROW = 22;
    static final double LARGEST_ROW = 29;

    double rowHeight() {
        return rows == 0 ? LEAST_ROW : Math.clamp(rowSpace() / rows, LEAST_ROW, LARGEST_ROW);
    }

    /// The height that all rows together take.
    double content() {
        return rows * rowHeight();
    }

    /// The height in which rows are seen.
    double rowSpace() {
        return Math.max(0, height - AXIS);
    }

    double top(int row) {
        return row * rowHeight() - offset;
    }

    double barHeight() {
        return Math.rint(rowHeight() * 0.66);
    }

    double barTop(int row) {
        return Math.rint(top(row) + (rowHeight() - barHeight()) / 2);
    }

    TimelineScale scale() {
        return new TimelineScale(now, NAMES, Math.max(1, width - NAMES - RIGHT));
    }

    boolean isSeen(int row) {
        return top(row) + rowHeight() > 0 && top(row) < rowSpace();
    }

    /// The row under a point.
    Optional<TimelineRow> rowAt(double y, List<TimelineRow> all) {
        int row = (int) Math.floor((y + offset) / rowHeight());
        return y < rowSpace() && row >= 0 && row < all.size() ? Optional.of(all.get(row)) : Optional.empty();
    }
}
