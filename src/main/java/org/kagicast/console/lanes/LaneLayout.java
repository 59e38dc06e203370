package org.kagicast.console.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How high each row is and where it stands: the rows share the room there is, up to a height at which they are large, and
/// beyond the room they scroll. Free of the toolkit. Immutable.
final class LaneLayout {

    /// A lane that is one row: so high at least, so that twenty fit into a usual window.
    static final double LEAST_FOLDED = 33;
    private static final double FOLDED = 36;
    private static final double HEAD = 58;
    private static final double LABEL = 50;
    private static final double STRIP = 28;
    private static final double OTHERS = 26;
    /// Between a lane that shows its clients and the next.
    private static final double WIDE_GAP = 8;
    private static final double NARROW_GAP = 1;
    /// Below the last row of a lane that shows its clients.
    private static final double FOOT = 3;
    private static final double LARGEST = 2.1;
    private static final double LARGEST_FOLDED = 1.5;

    private final List<LaneRow> rows;
    private final double[] tops;
    private final double[] heights;
    private final double height;
    private final double growth;

    private LaneLayout(List<LaneRow> rows, double[] tops, double[] heights, double height, double growth) {
        this.rows = rows;
        this.tops = tops;
        this.heights = heights;
        this.height = height;
        this.growth = growth;
    }

    /// @param room the height in which rows are seen
    static LaneLayout of(List<LaneRow> rows, double room) {
        double gaps = 0;
        double usual = 0;
        for (int index = 0; index < rows.size(); index++) {
            gaps += gapAfter(rows, index);
            usual += usual(rows.get(index));
        }
        double factor = usual == 0 ? 1 : (room - gaps) / usual;
        double least = rows.stream().allMatch(LaneRow.Folded.class::isInstance) ? LEAST_FOLDED / FOLDED : 1;
        return place(rows, factor < least ? 1 : Math.min(factor, LARGEST));
    }

    private static LaneLayout place(List<LaneRow> rows, double factor) {
        double[] tops = new double[rows.size()];
        double[] heights = new double[rows.size()];
        double top = 0;
        for (int index = 0; index < rows.size(); index++) {
            tops[index] = top;
            double most = isFolded(rows.get(index)) ? LARGEST_FOLDED : LARGEST;
            heights[index] = Math.floor(usual(rows.get(index)) * Math.min(factor, most));
            top += heights[index] + gapAfter(rows, index);
        }
        return new LaneLayout(rows, tops, heights, top, factor);
    }

    /// The height that rows take where there is room enough for it and no more.
    static double usualHeight(List<LaneRow> rows) {
        return place(rows, 1).height;
    }

    private static double usual(LaneRow row) {
        return switch (row) {
            case LaneRow.Head head -> head.of().head().state().hasLabels() ? FOLDED : HEAD;
            case LaneRow.Folded folded -> FOLDED;
            case LaneRow.Label label -> LABEL;
            case LaneRow.Strip strip -> STRIP;
            case LaneRow.Others others -> OTHERS;
            case LaneRow.Stray stray -> STRIP;
        };
    }

    private static double gapAfter(List<LaneRow> rows, int index) {
        if (index + 1 == rows.size()) {
            return isFolded(rows.get(index)) ? 0 : FOOT;
        }
        if (isSameCard(rows.get(index), rows.get(index + 1))) {
            return 0;
        }
        boolean isNarrow = isFolded(rows.get(index)) && isFolded(rows.get(index + 1));
        return isNarrow ? NARROW_GAP : isFolded(rows.get(index)) ? WIDE_GAP : WIDE_GAP + FOOT;
    }

    private static boolean isFolded(LaneRow row) {
        return row instanceof LaneRow.Folded;
    }

    private static boolean isSameCard(LaneRow one, LaneRow other) {
        return one.lane().equals(other.lane());
    }

    List<LaneRow> rows() {
        return rows;
    }

    /// Of all rows together.
    double height() {
        return height;
    }

    /// How much higher the rows are than usual.
    double growth() {
        return growth;
    }

    double top(int row) {
        return tops[row];
    }

    double height(int row) {
        return heights[row];
    }

    double bottom(int row) {
        return tops[row] + heights[row];
    }

    /// The lower edge of the card that the row is the last of.
    double cardBottom(int row) {
        return bottom(row) + (isFolded(rows.get(row)) ? 0 : FOOT);
    }

    boolean isLastOfCard(int row) {
        return row + 1 == rows.size() || !isSameCard(rows.get(row), rows.get(row + 1));
    }

    boolean isFirstOfCard(int row) {
        return row == 0 || !isSameCard(rows.get(row - 1), rows.get(row));
    }

    Optional<Integer> index(LaneRow row) {
        int index = rows.indexOf(row);
        return index < 0 ? Optional.empty() : Optional.of(index);
    }

    /// The row at a height; empty between and below them.
    Optional<Integer> at(double y) {
        for (int row = 0; row < rows.size(); row++) {
            if (y >= tops[row] && y < bottom(row)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /// Those that are seen at least in part, and those of their cards' heads.
    ///
    /// @param offset how far the rows are scrolled up
    List<Integer> seen(double offset, double room) {
        List<Integer> seen = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (bottom(row) > offset && top(row) < offset + room) {
                seen.add(row);
            }
        }
        return seen;
    }
}
