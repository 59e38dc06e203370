package org.kagicast.console.view;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/// Shows its content larger or smaller than it is: the content is laid out for the room that is left at that scale, so that
/// nothing but the scale changes.
public final class ZoomPane extends Region {

    private final DoubleProperty zoom = new SimpleDoubleProperty(this, "zoom", 1);
    private final Scale scale = new Scale();

    public ZoomPane() {
        scale.xProperty().bind(zoom);
        scale.yProperty().bind(zoom);
        zoom.subscribe(changed -> requestLayout());
    }

    /// 1 for the usual size.
    public DoubleProperty zoomProperty() {
        return zoom;
    }

    public void show(Node content) {
        getChildren().forEach(before -> before.getTransforms().remove(scale));
        content.getTransforms().add(scale);
        getChildren().setAll(content);
    }

    @Override
    protected void layoutChildren() {
        double factor = zoom.get();
        getChildren().forEach(content -> content.resizeRelocate(0, 0, getWidth() / factor, getHeight() / factor));
    }
}
