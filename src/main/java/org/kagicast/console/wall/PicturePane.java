package org.kagicast.console.wall;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Picture;

/// Shows what a client sees: the middle of the picture, filling its frame. A pane that is not on the screen
/// paints nothing.
public final class PicturePane extends Region {

    private static final PseudoClass FILLED = PseudoClass.getPseudoClass("filled");
    private static final double CORNER = 3;
    /// Pixels of a side; more is scaled up from this.
    private static final int LARGEST = 2048;

    private final ImageView view = new ImageView();
    private final Label placeholder = new Label();
    private @Nullable PictureCanvas canvas;
    private @Nullable Picture shown;
    private @Nullable Pictures decoder;

    public PicturePane() {
        getStyleClass().add("picture");
        placeholder.getStyleClass().addAll("hint", "placeholder");
        // A new picture must not make the whole screen be laid out anew.
        view.setManaged(false);
        // It has the size in which it is seen.
        view.setSmooth(false);
        getChildren().addAll(placeholder, view);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    /// What stands there while there is no picture.
    void setPlaceholder(String text) {
        placeholder.setText(text);
    }

    /// Shows a picture, or none, unless the pane is not on the screen: it shows the next one when it is.
    void show(Optional<Picture> picture, Pictures pictures) {
        Picture next = picture.orElse(null);
        if (isSame(next) || !isOnScreen()) {
            return;
        }
        shown = next;
        decoder = pictures;
        paint();
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

    private boolean isOnScreen() {
        Scene scene = getScene();
        Window window = scene == null ? null : scene.getWindow();
        if (window == null || !window.isShowing() || (window instanceof Stage stage && stage.isIconified())) {
            return false;
        }
        for (Node node = this; node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private void paint() {
        boolean isPainted = paintPicture();
        view.setVisible(isPainted);
        placeholder.setVisible(!isPainted);
        // What a picture covers need not be drawn beneath it.
        pseudoClassStateChanged(FILLED, isPainted);
    }

    private boolean paintPicture() {
        if (shown == null || decoder == null || getWidth() < 1 || getHeight() < 1) {
            return false;
        }
        PictureCanvas on = canvas();
        switch (shown) {
            case Picture.TestCard card -> {
                Optional<Pictures.Card> pixels = decoder.pixels(card);
                if (pixels.isEmpty()) {
                    return false;
                }
                on.paint(pixels.get());
            }
            case Picture.Raster raster -> on.paint(raster);
        }
        decoder.shown();
        return true;
    }

    /// Of the pane's present size on the screen.
    private PictureCanvas canvas() {
        double scale = scale();
        int width = pixels(getWidth() * scale);
        int height = pixels(getHeight() * scale);
        PictureCanvas present = canvas;
        if (present == null || present.width() != width || present.height() != height) {
            present = new PictureCanvas(width, height, CORNER * scale);
            canvas = present;
            view.setImage(present.image());
        }
        return present;
    }

    private static int pixels(double length) {
        return (int) Math.clamp(Math.rint(length), 1, LARGEST);
    }

    /// Pixels of the screen for one of the pane, both by the screen's own scale and by that of what the pane is in.
    private double scale() {
        Scene scene = getScene();
        Window window = scene == null ? null : scene.getWindow();
        double screen = window == null ? 1 : window.getRenderScaleX();
        return Math.abs(getLocalToSceneTransform().getMxx()) * screen;
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
        double width = Math.min(getWidth(), placeholder.prefWidth(-1));
        double height = placeholder.prefHeight(width);
        placeholder.resizeRelocate((getWidth() - width) / 2, (getHeight() - height) / 2, width, height);
        view.setFitWidth(getWidth());
        view.setFitHeight(getHeight());
        PictureCanvas present = canvas;
        if (present == null || present.width() != pixels(getWidth() * scale())
                || present.height() != pixels(getHeight() * scale())) {
            paint();
        }
    }
}
