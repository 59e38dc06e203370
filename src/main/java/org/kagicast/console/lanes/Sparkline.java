package org.kagicast.console.lanes;

import java.util.List;

import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

/// A small line of the last minute's values, from nought upwards, the newest at the right.
public final class Sparkline extends Region {

    private static final int MOST = 60;
    private static final double HEIGHT = 26;

    private final Polyline line = new Polyline();
    private final Polygon area = new Polygon();
    private List<Double> values = List.of();

    public Sparkline() {
        getStyleClass().add("sparkline");
        line.getStyleClass().add("sparkline-line");
        area.getStyleClass().add("sparkline-area");
        getChildren().addAll(area, line);
        line.setManaged(false);
        area.setManaged(false);
        setMouseTransparent(true);
        setAccessibleRole(AccessibleRole.NODE);
    }

    public void show(List<Double> next) {
        if (!next.equals(values)) {
            values = next;
            draw();
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected void layoutChildren() {
        draw();
    }

    private void draw() {
        line.getPoints().clear();
        area.getPoints().clear();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0) * 1.15;
        if (values.size() < 2 || most <= 0 || getWidth() <= 0) {
            return;
        }
        double step = getWidth() / (MOST - 1);
        double first = getWidth() - step * (values.size() - 1);
        for (int index = 0; index < values.size(); index++) {
            double y = Math.rint((getHeight() - 2) * (1 - values.get(index) / most)) + 1;
            line.getPoints().addAll(first + index * step, y);
        }
        area.getPoints().addAll(line.getPoints());
        area.getPoints().addAll(getWidth(), getHeight(), first, getHeight());
    }
}
