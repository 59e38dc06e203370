package org.kagicast.console.lanes;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;

/// A dot for each client: full for one that has the announced key, a ring for one that has not. There is none for more
/// clients than anybody counts dots.
final class ReadinessDots extends Region {

    private static final PseudoClass HAS = PseudoClass.getPseudoClass("has");
    private static final int MOST = 12;
    private static final double RADIUS = 3.5;
    private static final double STEP = 9.5;

    ReadinessDots() {
        getStyleClass().add("readiness");
        setAccessibleRole(AccessibleRole.NODE);
        setMouseTransparent(true);
        setMinWidth(0);
    }

    void show(KeysState.Readiness readiness) {
        int wanted = readiness.all() > MOST ? 0 : readiness.all();
        if (getChildren().size() != wanted) {
            getChildren().clear();
            for (int dot = 0; dot < wanted; dot++) {
                Circle circle = new Circle(RADIUS);
                circle.getStyleClass().add("readiness-dot");
                getChildren().add(circle);
            }
        }
        for (int dot = 0; dot < wanted; dot++) {
            getChildren().get(dot).pseudoClassStateChanged(HAS, dot < readiness.have());
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return getChildren().size() * STEP;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 2 * RADIUS + 2;
    }

    @Override
    protected void layoutChildren() {
        double x = RADIUS + 1;
        for (Node dot : getChildren()) {
            dot.relocate(x - RADIUS, getHeight() / 2 - RADIUS);
            x += STEP;
        }
    }
}
