package org.kagicast.console.view;

import java.util.List;

import javafx.scene.Node;
import javafx.scene.layout.Region;

/// Parts beside each other, of which some are there only if there is room for the whole of them: nothing is cut to a stub.
/// Those that are no such parts keep their room; the last of them gives way if it must.
public final class FittingLine extends Region {

    private static final String OPTIONAL = "fitting-line-optional";
    private static final String TRAILING = "fitting-line-trailing";
    private static final double GAP = 7;

    public FittingLine(Node... parts) {
        getStyleClass().add("fitting-line");
        setMinWidth(0);
        getChildren().setAll(parts);
    }

    /// For FXML.
    public FittingLine() {
        this(new Node[0]);
    }

    /// The parts, in their order; of those that are optional the last give way first.
    public List<Node> getParts() {
        return getChildren();
    }

    public static boolean isOptional(Node node) {
        return Boolean.TRUE.equals(node.getProperties().get(OPTIONAL));
    }

    /// Whether it is there only if there is room for the whole of it.
    public static void setOptional(Node node, boolean optional) {
        node.getProperties().put(OPTIONAL, optional);
    }

    public static boolean isTrailing(Node node) {
        return Boolean.TRUE.equals(node.getProperties().get(TRAILING));
    }

    /// Whether it stands at the right end.
    public static void setTrailing(Node node, boolean trailing) {
        node.getProperties().put(TRAILING, trailing);
    }

    @Override
    protected double computeMinWidth(double height) {
        return getManagedChildren().stream().filter(node -> !isOptional(node))
                .mapToDouble(node -> node.minWidth(-1) + GAP).sum();
    }

    @Override
    protected double computePrefWidth(double height) {
        return getManagedChildren().stream().mapToDouble(node -> node.prefWidth(-1) + GAP).sum();
    }

    @Override
    protected double computePrefHeight(double width) {
        return getManagedChildren().stream().mapToDouble(node -> node.prefHeight(-1)).max().orElse(0)
                + snappedTopInset() + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        double room = getWidth() - snappedLeftInset() - snappedRightInset() + GAP;
        for (Node part : getManagedChildren()) {
            room -= isOptional(part) ? 0 : part.prefWidth(-1) + GAP;
        }
        double missing = Math.min(0, room);
        double x = snappedLeftInset();
        List<Node> parts = getManagedChildren();
        for (int index = 0; index < parts.size(); index++) {
            Node part = parts.get(index);
            double width = snapSizeX(part.prefWidth(-1));
            if (isOptional(part)) {
                part.setOpacity(room >= width + GAP ? 1 : 0);
                if (room < width + GAP) {
                    continue;
                }
                room -= width + GAP;
            } else if (missing < 0 && isLastRequired(parts, index)) {
                width = Math.max(part.minWidth(-1), width + missing);
            }
            double height = Math.min(getHeight(), part.prefHeight(width));
            double left = isTrailing(part) ? getWidth() - snappedRightInset() - width : x;
            part.resizeRelocate(snapPositionX(left), snapPositionY((getHeight() - height) / 2), width, height);
            x += width + GAP;
        }
    }

    private static boolean isLastRequired(List<Node> parts, int index) {
        return parts.subList(index + 1, parts.size()).stream().allMatch(FittingLine::isOptional);
    }
}
