package org.kagicast.console.wall;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.kagicast.model.Picture;
import org.kagicast.model.StreamName;

/// Turns pictures into images. A frame that several clients see is decoded once.
final class Pictures {

    private static final int COLUMNS = 47;
    private static final int SQUARE = 6;

    private final Map<StreamName, Decoded> latest = new HashMap<>();

    Image image(Picture picture) {
        return switch (picture) {
            case Picture.TestCard card -> decoded(card);
            case Picture.Raster raster -> raster(raster);
        };
    }

    private Image decoded(Picture.TestCard card) {
        Decoded before = latest.get(card.stream());
        if (before != null && before.frame == card.frame()) {
            return before.image;
        }
        Image image = new Image(new ByteArrayInputStream(card.jpeg()));
        latest.put(card.stream(), new Decoded(card.frame(), image));
        return image;
    }

    /// One square for each byte: blue when opened, so that structure stands out; grey when ciphertext.
    private static Image raster(Picture.Raster raster) {
        byte[] bytes = raster.bytes();
        int width = COLUMNS * SQUARE;
        int height = Math.max(1, Math.ceilDiv(bytes.length, COLUMNS)) * SQUARE;
        int[] pixels = new int[width * height];
        for (int at = 0; at < pixels.length; at++) {
            int index = at / width / SQUARE * COLUMNS + at % width / SQUARE;
            pixels[at] = index < bytes.length ? colour(bytes[index] & 0xff, raster.opened()) : 0;
        }
        WritableImage image = new WritableImage(width, height);
        image.getPixelWriter().setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return image;
    }

    private static int colour(int value, boolean opened) {
        int red = opened ? value / 3 : value;
        int green = opened ? 40 + value * 2 / 3 : value;
        int blue = opened ? 80 + value * 2 / 3 : value;
        return 0xff000000 | red << 16 | green << 8 | blue;
    }

    private record Decoded(long frame, Image image) {}
}
