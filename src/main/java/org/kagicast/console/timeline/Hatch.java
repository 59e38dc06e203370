package org.kagicast.console.timeline;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.ImagePattern;
import org.kagicast.console.keys.Rgb;

/// Slanting stripes in a key's colour, which mark a client's bar. Made once for each colour.
final class Hatch {

    private static final int TILE = 10;

    private final Map<Rgb, WritableImage> tiles = new HashMap<>();

    /// @param anchor where the stripes begin, so that they move along with their bar
    ImagePattern over(Rgb colour, double anchor) {
        WritableImage tile = tiles.computeIfAbsent(colour, Hatch::draw);
        return new ImagePattern(tile, Math.floorMod(Math.round(anchor), TILE), 0, TILE, TILE, false);
    }

    private static WritableImage draw(Rgb colour) {
        Rgb light = colour.towards(Rgb.WHITE, 0.28);
        WritableImage tile = new WritableImage(TILE, TILE);
        PixelWriter writer = tile.getPixelWriter();
        for (int y = 0; y < TILE; y++) {
            for (int x = 0; x < TILE; x++) {
                writer.setColor(x, y,
                        TimelinePainter.paint(colour.towards(light, coverage(Math.floorMod(x + y, TILE)))));
            }
        }
        return tile;
    }

    /// How much of a pixel the stripe covers: half the tile wide, with soft edges.
    private static double coverage(int across) {
        return across == 0 || across == 5 ? 0.5 : across < 5 ? 1 : 0;
    }
}
