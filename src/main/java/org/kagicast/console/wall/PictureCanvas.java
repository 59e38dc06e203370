package org.kagicast.console.wall;

import java.nio.IntBuffer;
import java.util.Arrays;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.kagicast.model.Picture;

/// An image of a certain size in pixels, into which picture after picture is painted, each at its final size: scaling an
/// image each time that a part of the screen is drawn, or cutting its corners then, costs several times as much. A picture
/// fills the image, and what is too much of it is cut off, the same on both sides. Painting allocates nothing.
///
/// The constructor's and the methods' thread is one.
final class PictureCanvas {

    /// Squares in a row of a raster, one for each byte.
    static final int COLUMNS = 47;

    private static final int OPAQUE = 0xff000000;
    private static final int FRACTION_BITS = 8;
    private static final int ONE = 1 << FRACTION_BITS;
    private static final long NOTHING = -1;
    /// Points in each direction at which it is judged how much of a pixel lies within a rounded corner.
    private static final int SAMPLES = 4;

    private final int width;
    private final int height;
    private final int[] pixels;
    private final PixelBuffer<IntBuffer> buffer;
    private final WritableImage image;
    private final int[] columns;
    private final int[] columnFractions;
    /// Of the corner's pixels, in 256ths.
    private final int[] corner;
    private final int cornerSize;
    private int sourceWidth;
    private int sourceHeight;
    private long painted = NOTHING;

    /// @param width in pixels, at least 1
    /// @param height in pixels, at least 1
    /// @param radius of the rounded corners in pixels
    PictureCanvas(int width, int height, double radius) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
        this.buffer = new PixelBuffer<>(width, height, IntBuffer.wrap(pixels),
                PixelFormat.getIntArgbPreInstance());
        this.image = new WritableImage(buffer);
        this.columns = new int[width];
        this.columnFractions = new int[width];
        this.cornerSize = (int) Math.min(Math.ceil(radius), Math.min(width, height) / 2.0);
        this.corner = corner(cornerSize, radius);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    WritableImage image() {
        return image;
    }

    /// Where the same card has just been painted for another, it is copied.
    void paint(Pictures.Card card) {
        PictureCanvas model = card.paintedOn();
        if (model != null && model.painted == card.serial() && model.width == width && model.height == height
                && model.cornerSize == cornerSize) {
            System.arraycopy(model.pixels, 0, pixels, 0, pixels.length);
            painted = card.serial();
            buffer.updateBuffer(all -> null);
            return;
        }
        blend(card);
        finish();
        painted = card.serial();
        card.paintedOn(this);
    }

    private void blend(Pictures.Card card) {
        place(card.width(), card.height());
        byte[] source = card.bytes();
        int stride = 3 * sourceWidth;
        double scale = scale();
        double top = (sourceHeight - height * scale) / 2 - 0.5 + scale / 2;
        for (int y = 0; y < height; y++) {
            int from = fixed(top + y * scale, sourceHeight);
            int row = (from >> FRACTION_BITS) * stride;
            int below = Math.min(row + stride, (sourceHeight - 1) * stride);
            paintRow(source, row, below, from & (ONE - 1), y * width);
        }
    }

    /// Blends the four pixels around each point, red and blue together.
    private void paintRow(byte[] source, int row, int below, int down, int at) {
        int lastColumn = 3 * (sourceWidth - 1);
        for (int x = 0; x < width; x++) {
            int left = columns[x];
            int right = Math.min(left + 3, lastColumn);
            int across = columnFractions[x];
            int lowerRight = (across * down) >> FRACTION_BITS;
            int upperRight = across - lowerRight;
            int lowerLeft = down - lowerRight;
            int upperLeft = ONE - across - lowerLeft;
            int a = row + left;
            int b = row + right;
            int c = below + left;
            int d = below + right;
            int redBlue = redBlue(source, a) * upperLeft + redBlue(source, b) * upperRight
                    + redBlue(source, c) * lowerLeft + redBlue(source, d) * lowerRight;
            int green = (source[a + 1] & 0xff) * upperLeft + (source[b + 1] & 0xff) * upperRight
                    + (source[c + 1] & 0xff) * lowerLeft + (source[d + 1] & 0xff) * lowerRight;
            pixels[at + x] = OPAQUE | ((redBlue >>> FRACTION_BITS) & 0xff00ff) | (green & 0xff00);
        }
    }

    private static int redBlue(byte[] source, int at) {
        return ((source[at + 2] & 0xff) << 16) | (source[at] & 0xff);
    }

    /// One square for each byte: blue when opened, so that structure stands out; grey when ciphertext.
    void paint(Picture.Raster raster) {
        painted = NOTHING;
        byte[] bytes = raster.bytes();
        int rows = Math.max(1, Math.ceilDiv(bytes.length, COLUMNS));
        double scale = Math.min(COLUMNS / (double) width, rows / (double) height);
        double left = (COLUMNS - width * scale) / 2;
        double top = (rows - height * scale) / 2;
        for (int y = 0; y < height; y++) {
            int row = Math.clamp((int) (top + (y + 0.5) * scale), 0, rows - 1) * COLUMNS;
            for (int x = 0; x < width; x++) {
                int index = row + Math.clamp((int) (left + (x + 0.5) * scale), 0, COLUMNS - 1);
                pixels[y * width + x] = index < bytes.length ? colour(bytes[index] & 0xff, raster.opened()) : 0;
            }
        }
        finish();
    }

    private static int colour(int value, boolean opened) {
        int red = opened ? value / 3 : value;
        int green = opened ? 40 + value * 2 / 3 : value;
        int blue = opened ? 80 + value * 2 / 3 : value;
        return OPAQUE | (red << 16) | (green << 8) | blue;
    }

    /// Which column of the picture each of the image's comes from.
    private void place(int ofWidth, int ofHeight) {
        if (ofWidth == sourceWidth && ofHeight == sourceHeight) {
            return;
        }
        sourceWidth = ofWidth;
        sourceHeight = ofHeight;
        double scale = scale();
        double left = (sourceWidth - width * scale) / 2 - 0.5 + scale / 2;
        for (int x = 0; x < width; x++) {
            int from = fixed(left + x * scale, sourceWidth);
            columns[x] = 3 * (from >> FRACTION_BITS);
            columnFractions[x] = from & (ONE - 1);
        }
    }

    /// Pixels of the picture for one of the image.
    private double scale() {
        return Math.min(sourceWidth / (double) width, sourceHeight / (double) height);
    }

    private static int fixed(double at, int length) {
        return (int) Math.clamp(at * ONE, 0, (length - 1.0) * ONE);
    }

    /// Cuts the corners and has the image drawn anew.
    private void finish() {
        for (int y = 0; y < cornerSize; y++) {
            int upper = y * width;
            int lower = (height - 1 - y) * width;
            for (int x = 0; x < cornerSize; x++) {
                int share = corner[y * cornerSize + x];
                fade(upper + x, share);
                fade(upper + width - 1 - x, share);
                fade(lower + x, share);
                fade(lower + width - 1 - x, share);
            }
        }
        buffer.updateBuffer(all -> null);
    }

    private void fade(int at, int share) {
        int pixel = pixels[at];
        pixels[at] = ((((pixel >>> 8) & 0xff00ff) * share) & 0xff00ff00)
                | ((((pixel & 0xff00ff) * share) >>> FRACTION_BITS) & 0xff00ff);
    }

    private static int[] corner(int size, double radius) {
        int[] shares = new int[size * size];
        Arrays.setAll(shares, at -> share(at % size, at / size, radius));
        return shares;
    }

    private static int share(int x, int y, double radius) {
        int within = 0;
        for (int sample = 0; sample < SAMPLES * SAMPLES; sample++) {
            double across = radius - x - (sample % SAMPLES + 0.5) / SAMPLES;
            int line = sample / SAMPLES;
            double down = radius - y - (line + 0.5) / SAMPLES;
            boolean isInside = across < 0 || down < 0 || across * across + down * down <= radius * radius;
            within += isInside ? 1 : 0;
        }
        return within * ONE / (SAMPLES * SAMPLES);
    }
}
