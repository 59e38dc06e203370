package org.kagicast.console.keys;

import java.util.List;
import java.util.stream.IntStream;

import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;

/// The one colour of each key, the same in every console and at every start.
///
/// Neighbouring numbers get colours far apart. White or black text on each contrasts at least 4.5:1, and each stands
/// out from a light and from a dark background.
public final class KeyPalette {

    private static final List<Rgb> COLOURS = IntStream.of(
            0xa42b8e, 0xc2410c, 0x1a7f37, 0x44628a, 0xb4233c, 0x4d6b12, 0x1f5fc4, 0x8c4356, 0x00756a, 0x6f42c1,
            0x8a5a00, 0x0b7285).mapToObj(Rgb::of).toList();

    private static final Rgb LIGHT_GROUND = Rgb.of(0xf6f8fa);
    private static final Rgb DARK_GROUND = Rgb.of(0x161b22);
    private static final double READABLE = 4.5;

    private KeyPalette() {
    }

    /// Of a key by its number: the keys of a line walk through the palette, each line from a place of its own.
    public static Rgb colour(KeyLine line, long number) {
        return COLOURS.get(Math.floorMod(number + line.toString().hashCode(), COLOURS.size()));
    }

    /// Of a key whose number is not known. Neighbours may have the same.
    public static Rgb colour(KeyId keyId) {
        return COLOURS.get(Math.floorMod(spread(keyId.value()), COLOURS.size()));
    }

    /// All of them.
    public static List<Rgb> colours() {
        return COLOURS;
    }

    /// The colour as it can be read when it is the text itself, on the light theme's ground.
    public static Rgb inkOnLight(Rgb colour) {
        return ink(colour, LIGHT_GROUND, Rgb.BLACK);
    }

    /// As [#inkOnLight(Rgb)], on the dark theme's ground.
    public static Rgb inkOnDark(Rgb colour) {
        return ink(colour, DARK_GROUND, Rgb.WHITE);
    }

    private static Rgb ink(Rgb colour, Rgb ground, Rgb towards) {
        Rgb ink = colour;
        for (double part = 0.1; ink.contrast(ground) < READABLE; part += 0.1) {
            ink = colour.towards(towards, Math.min(1, part));
        }
        return ink;
    }

    /// Random IDs are mixed, since their low bits alone say nothing of order.
    private static long spread(long keyId) {
        long mixed = (keyId ^ keyId >>> 32) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }
}
