package org.kagicast.console.lanes;

/// How wide the columns of the board are, the same in every row, so that names, keys and bars stand beneath each other; and
/// how large the letters are, which grow with the room.
///
/// @param rows what stands left of the timeline, in pixels
/// @param name of the column with name and status, in pixels
/// @param flow of the column with the rate of a stream, in pixels; 0 where there is no room for it
/// @param type the size of the letters, 1 for the usual one
record Columns(double rows, double name, double flow, double type) {

    private static final double SHARE = 0.475;
    private static final double LEAST = 556;
    private static final double MOST = 820;
    private static final double LEAST_FOR_FLOW = 590;
    private static final double FLOW = 78;
    private static final double LEAST_NAME = 188;
    private static final double MOST_NAME = 230;
    /// What keys, menu, folding arrow and the gaps between them need.
    private static final double OTHERS = 366;
    private static final double LARGEST_TYPE = 1.25;
    /// Rows grow by so much before their letters do.
    private static final double BEFORE_TYPE = 1.3;

    /// @param width of the whole board
    /// @param growth how much higher rows are than usual
    static Columns of(double width, double growth) {
        double rows = Math.rint(Math.clamp(width * SHARE, LEAST, MOST));
        double type = Math.clamp(Math.min(growth / BEFORE_TYPE, rows / (LEAST + FLOW)), 1, LARGEST_TYPE);
        double flow = rows >= LEAST_FOR_FLOW * type ? FLOW * type : 0;
        double name = Math.clamp(rows - OTHERS * type - flow, LEAST_NAME * type, MOST_NAME * type);
        return new Columns(rows, name, flow, type);
    }
}
