package org.kagicast.console.timeline;

import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.paint.ImagePattern;
import org.jspecify.annotations.Nullable;

/// Slanting stripes, which mark packets that cannot be opened. Drawn once for each colour, finely enough to be enlarged.
final class Hatch {

    private static final int SIZE = 8;
    private static final int FINENESS = 3;
    private static final int PIXELS = SIZE * FINENESS;

    private @Nullable WritableImage tile;
    private @Nullable Color stripe;
    private @Nullable Color between;

    /// @param anchor where the stripes begin, so that they move along with their bar
    ImagePattern over(Color dark, Color light, double anchor) {
        if (tile == null || !dark.equals(stripe) || !light.equals(between)) {
            tile = draw(dark, light);
            stripe = dark;
            between = light;
        }
        return new ImagePattern(tile, Math.floorMod(Math.round(anchor), SIZE), 0, SIZE, SIZE, false);
    }

    private static WritableImage draw(Color dark, Color light) {
        WritableImage tile = new WritableImage(PIXELS, PIXELS);
        PixelWriter writer = tile.getPixelWriter();
        for (int y = 0; y < PIXELS; y++) {
            for (int x = 0; x < PIXELS; x++) {
                writer.setColor(x, y, light.interpolate(dark, coverage(Math.floorMod(x + y, PIXELS))));
            }
        }
        return tile;
    }

    /// How much of a pixel the stripe covers: under half the tile wide, with soft edges.
    private static double coverage(int across) {
        int wide = PIXELS * 3 / 8;
        return across == 0 || across == wide ? 0.5 : across < wide ? 1 : 0;
    }
}
