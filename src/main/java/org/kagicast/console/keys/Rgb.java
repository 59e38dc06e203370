package org.kagicast.console.keys;

/// A colour, each part 0 to 255. Free of the toolkit, so that contrast can be reckoned without it.
public record Rgb(int red, int green, int blue) {

    public static final Rgb BLACK = new Rgb(0, 0, 0);
    public static final Rgb WHITE = new Rgb(255, 255, 255);

    /// Reads `0xRRGGBB`.
    public static Rgb of(int hexadecimal) {
        return new Rgb(hexadecimal >> 16 & 0xff, hexadecimal >> 8 & 0xff, hexadecimal & 0xff);
    }

    /// The contrast with another colour, 1 to 21 (WCAG 2.2, "contrast ratio").
    public double contrast(Rgb other) {
        double mine = luminance() + 0.05;
        double others = other.luminance() + 0.05;
        return Math.max(mine, others) / Math.min(mine, others);
    }

    /// Black or white, whichever contrasts more with this.
    public Rgb textColour() {
        return contrast(WHITE) >= contrast(BLACK) ? WHITE : BLACK;
    }

    /// A part of the way to another colour, 0 to 1.
    public Rgb towards(Rgb other, double part) {
        return new Rgb(between(red, other.red, part), between(green, other.green, part),
                between(blue, other.blue, part));
    }

    /// As style sheets write it.
    public String hex() {
        return String.format("#%02x%02x%02x", red, green, blue);
    }

    private double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int part) {
        double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static int between(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }
}
