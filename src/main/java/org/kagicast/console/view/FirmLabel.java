package org.kagicast.console.view;

import javafx.scene.control.Label;

/// A label that keeps its whole text while its neighbours are shortened, up to a certain width.
public final class FirmLabel extends Label {

    private double firm = 150;

    public double getFirm() {
        return firm;
    }

    /// The width up to which it does not give way, in pixels.
    public void setFirm(double firm) {
        this.firm = firm;
        requestLayout();
    }

    @Override
    protected double computeMinWidth(double height) {
        return Math.min(computePrefWidth(height), firm);
    }
}
