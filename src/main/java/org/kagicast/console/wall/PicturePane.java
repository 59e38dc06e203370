package org.kagicast.console.wall;

import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Picture;

/// Shows what a client sees: the middle of the picture, filling its frame.
public final class PicturePane extends Region {

    private static final double CORNER = 3;

    private final ImageView view = new ImageView();
    private final Label placeholder = new Label();
    private final Rectangle clip = new Rectangle();
    private @Nullable Picture shown;

    public PicturePane() {
        getStyleClass().add("picture");
        placeholder.getStyleClass().addAll("hint", "placeholder");
        clip.setArcWidth(2 * CORNER);
        clip.setArcHeight(2 * CORNER);
        setClip(clip);
        // A new picture must not make the whole screen be laid out anew.
        view.setManaged(false);
        getChildren().addAll(placeholder, view);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    /// What stands there while there is no picture.
    void setPlaceholder(String text) {
        placeholder.setText(text);
    }

    void show(Optional<Picture> picture, Pictures pictures) {
        Picture next = picture.orElse(null);
        if (isSame(next)) {
            return;
        }
        shown = next;
        Image image = next == null ? null : pictures.image(next);
        view.setImage(image);
        view.setSmooth(next instanceof Picture.TestCard);
        view.setVisible(image != null);
        placeholder.setVisible(image == null);
        cover(image);
    }

    private boolean isSame(@Nullable Picture next) {
        return switch (next) {
            case null -> shown == null;
            case Picture.TestCard card -> shown instanceof Picture.TestCard before && before.frame() == card.frame()
                    && before.stream().equals(card.stream());
            case Picture.Raster raster -> shown instanceof Picture.Raster before && before.count() == raster.count()
                    && before.opened() == raster.opened();
        };
    }

    /// Cuts the picture to the pane's shape, the same on both sides.
    private void cover(@Nullable Image image) {
        if (image == null || getWidth() <= 0) {
            return;
        }
        double shape = getWidth() / getHeight();
        double width = Math.min(image.getWidth(), image.getHeight() * shape);
        double height = Math.min(image.getHeight(), image.getWidth() / shape);
        view.setViewport(new Rectangle2D((image.getWidth() - width) / 2, (image.getHeight() - height) / 2, width,
                height));
        view.setFitWidth(getWidth());
        view.setFitHeight(getHeight());
    }

    @Override
    protected double computePrefWidth(double height) {
        return 160;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 90;
    }

    @Override
    protected void layoutChildren() {
        clip.setWidth(getWidth());
        clip.setHeight(getHeight());
        double width = Math.min(getWidth(), placeholder.prefWidth(-1));
        double height = placeholder.prefHeight(width);
        placeholder.resizeRelocate((getWidth() - width) / 2, (getHeight() - height) / 2, width, height);
        cover(view.getImage());
    }
}
