package org.kagicast.console.view;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/// Shows its content larger or smaller than it is: the content is laid out for the room that is left at that scale, so that
/// nothing but the scale changes. It is never larger than the content can be laid out in the room there is.
public final class ZoomPane extends Region {

    private final DoubleProperty zoom = new SimpleDoubleProperty(this, "zoom", 1);
    private final Scale scale = new Scale();
    private final double leastWidth;
    private final double leastHeight;

    /// @param leastWidth that the content needs, at its own scale
    /// @param leastHeight that the content needs, at its own scale
    public ZoomPane(double leastWidth, double leastHeight) {
        this.leastWidth = leastWidth;
        this.leastHeight = leastHeight;
        zoom.subscribe(changed -> requestLayout());
    }

    /// How large it is to be: 1 for the usual size.
    public DoubleProperty zoomProperty() {
        return zoom;
    }

    /// @param layers each as large as the pane, the last one in front
    public void show(Node... layers) {
        getChildren().forEach(before -> before.getTransforms().remove(scale));
        getChildren().setAll(layers);
        getChildren().forEach(layer -> layer.getTransforms().add(scale));
    }

    @Override
    protected void layoutChildren() {
        double largest = Math.min(getWidth() / leastWidth, getHeight() / leastHeight);
        double factor = Math.min(zoom.get(), Math.max(1, largest));
        scale.setX(factor);
        scale.setY(factor);
        getChildren().forEach(content -> content.resizeRelocate(0, 0, getWidth() / factor, getHeight() / factor));
    }
}
