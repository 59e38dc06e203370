package org.kagicast.console.wall;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Picture;
import org.kagicast.model.StreamName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pixels of test cards. A card that several clients see is decoded once, and the next one of its stream into the same
/// memory. One thread.
final class Pictures {

    private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

    /// Pixels of a side; a card is much smaller.
    private static final int LARGEST = 2048;
    /// Streams whose pixels are kept.
    private static final int MOST_STREAMS = 64;

    private final Map<StreamName, Card> latest = new HashMap<>();
    private @Nullable ImageReader reader;
    private boolean told;
    private long serials;

    /// The pixels of a card, until the next one of its stream is asked for; empty if it is no picture.
    Optional<Card> pixels(Picture.TestCard card) {
        if (!latest.containsKey(card.stream()) && latest.size() >= MOST_STREAMS) {
            latest.clear();
        }
        Card kept = latest.computeIfAbsent(card.stream(), absent -> new Card());
        if (kept.frame != card.frame()) {
            kept.frame = card.frame();
            kept.serial = ++serials;
            kept.isWhole = decode(card.jpeg(), kept);
        }
        return kept.isWhole ? Optional.of(kept) : Optional.empty();
    }

    /// Tells once, for who waits for it, that there is something to see.
    void shown() {
        if (!told) {
            told = true;
            LOG.info("The first picture is shown.");
        }
    }

    private boolean decode(byte[] jpeg, Card into) {
        try (MemoryCacheImageInputStream file = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
            ImageReader decoder = reader();
            decoder.setInput(file, true, true);
            int width = decoder.getWidth(0);
            int height = decoder.getHeight(0);
            if (width > LARGEST || height > LARGEST) {
                return false;
            }
            ImageReadParam how = decoder.getDefaultReadParam();
            how.setDestination(into.image(width, height));
            decoder.read(0, how);
            return true;
        } catch (IOException | RuntimeException broken) {
            LOG.debug("A picture cannot be decoded", broken);
            return false;
        }
    }

    private ImageReader reader() throws IOException {
        if (reader == null) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
            if (!readers.hasNext()) {
                throw new IOException("this Java has no JPEG reader");
            }
            reader = readers.next();
        }
        return reader;
    }

    /// Three bytes a pixel, blue first, row by row.
    static final class Card {

        private long frame = -1;
        private boolean isWhole;
        private long serial;
        private @Nullable PictureCanvas paintedOn;
        private BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);
        private byte[] bytes = new byte[3];

        int width() {
            return image.getWidth();
        }

        int height() {
            return image.getHeight();
        }

        byte[] bytes() {
            return bytes;
        }

        /// Another one for each card that was decoded.
        long serial() {
            return serial;
        }

        /// Where a card of this stream was painted last.
        @Nullable
        PictureCanvas paintedOn() {
            return paintedOn;
        }

        void paintedOn(PictureCanvas canvas) {
            paintedOn = canvas;
        }

        private BufferedImage image(int width, int height) {
            if (image.getWidth() != width || image.getHeight() != height) {
                image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
                bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            }
            return image;
        }
    }
}
