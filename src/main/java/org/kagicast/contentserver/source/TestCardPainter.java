package org.kagicast.contentserver.source;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.kagicast.model.StreamName;

/// Paints the pictures of one stream's test card: what stands still is painted once, and the clock, the counter and the
/// two things that move are laid over a copy of it. It belongs to one thread.
public final class TestCardPainter implements AutoCloseable {

    /// Pixels of a picture.
    public static final int WIDTH = TestCardBackground.WIDTH;
    public static final int HEIGHT = TestCardBackground.HEIGHT;

    private static final float QUALITY = 0.7f;
    private static final int PICTURES_PER_ROUND = 20;
    private static final int ARC_DEGREES = 70;
    private static final int TRAVEL = WIDTH - 2 * TestCardBackground.BORDER - 20;

    private final BufferedImage background;
    private final BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D graphics = picture.createGraphics();
    private final DateTimeFormatter clock;
    private final Font clockFont = new Font(Font.MONOSPACED, Font.BOLD, 21);
    private final Font counterFont = new Font(Font.MONOSPACED, Font.BOLD, 12);
    private final Color accent;
    private final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    private final ImageWriteParam quality = writer.getDefaultWriteParam();

    /// Fails, with whatever the Java platform throws then, where there are no fonts.
    TestCardPainter(StreamName stream, ZoneId zone) {
        this(new TestCardBackground(stream), zone);
    }

    private TestCardPainter(TestCardBackground still, ZoneId zone) {
        background = still.paint();
        accent = still.accent();
        clock = DateTimeFormatter.ofPattern("HH:mm:ss.S", Locale.ROOT).withZone(zone);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quality.setCompressionQuality(QUALITY);
    }

    /// Of a card that no stream has, with a title of its own: for who passes for a stream's content server. Fails as the
    /// other does.
    ///
    /// @param hue of all that is coloured, 0 to 1
    public static TestCardPainter titled(String title, float hue, ZoneId zone) {
        return new TestCardPainter(new TestCardBackground(title, hue), zone);
    }

    /// One picture as a JPEG file.
    public byte[] paint(long frame, Instant now) {
        graphics.drawImage(background, 0, 0, null);
        paintRing(frame);
        paintSlider(frame);
        paintCentred(clock.format(now), clockFont, Color.WHITE, TestCardBackground.CLOCK_LINE);
        paintCentred(String.format(Locale.ROOT, "%06d", frame % 1_000_000), counterFont, Color.BLACK,
                TestCardBackground.COUNTER_LINE);
        return jpeg();
    }

    @Override
    public void close() {
        graphics.dispose();
        writer.dispose();
    }

    /// A bright arc that runs round the circle every two seconds.
    private void paintRing(long frame) {
        double angle = 90 - 360.0 * (frame % PICTURES_PER_ROUND) / PICTURES_PER_ROUND;
        Ellipse2D ring = TestCardBackground.RING;
        graphics.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(accent);
        graphics.draw(new Arc2D.Double(ring.getBounds2D(), angle, ARC_DEGREES, Arc2D.OPEN));
        graphics.setColor(Color.WHITE);
        graphics.draw(new Arc2D.Double(ring.getBounds2D(), angle, 8, Arc2D.OPEN));
    }

    /// A white block that travels along the lower edge and back in four seconds.
    private void paintSlider(long frame) {
        int period = 2 * PICTURES_PER_ROUND;
        double way = Math.abs(frame % period - PICTURES_PER_ROUND) / (double) PICTURES_PER_ROUND;
        int x = TestCardBackground.BORDER + (int) (way * TRAVEL);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(x, HEIGHT - TestCardBackground.BORDER - 6, 20, 4);
    }

    private void paintCentred(String text, Font font, Color colour, int line) {
        graphics.setFont(font);
        graphics.setColor(colour);
        graphics.drawString(text, (WIDTH - graphics.getFontMetrics().stringWidth(text)) / 2, line);
    }

    private byte[] jpeg() {
        ByteArrayOutputStream file = new ByteArrayOutputStream(16_384);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), quality);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory could not be written", e);
        }
        return file.toByteArray();
    }
}
