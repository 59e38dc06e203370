package org.kagicast.console.fake;

import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.kagicast.model.Picture;
import org.kagicast.model.StreamName;

/// Draws an animated picture with clock and counter, ten frames a second.
final class FakeTestCard {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private final Map<StreamName, Picture.TestCard> latest = new HashMap<>();
    /// What does not move.
    private final Map<StreamName, BufferedImage> grounds = new HashMap<>();

    Picture.TestCard at(StreamName stream, Instant now) {
        long frame = now.toEpochMilli() / 100;
        Picture.TestCard card = latest.get(stream);
        if (card == null || card.frame() != frame) {
            card = new Picture.TestCard(stream, frame, draw(stream, frame, now));
            latest.put(stream, card);
        }
        return card;
    }

    private static BufferedImage ground(StreamName stream) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        boolean warm = Math.floorMod(stream.value().hashCode(), 2) == 0;
        graphics.setPaint(new GradientPaint(0, 0, new Color(warm ? 0xb45f06 : 0x2a5caa), WIDTH, HEIGHT,
                new Color(warm ? 0x7c2d00 : 0x24464f)));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.dispose();
        return image;
    }

    private byte[] draw(StreamName stream, long frame, Instant now) {
        // As the writer of pictures wants its pixels; any other takes it much longer.
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(grounds.computeIfAbsent(stream, FakeTestCard::ground), 0, 0, null);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(255, 255, 255, 60));
        graphics.fillRect((int) (frame * 4 % WIDTH), 0, 6, HEIGHT);
        graphics.setColor(Color.WHITE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 38));
        String clock = DateTimeFormatter.ofPattern("HH:mm:ss").format(now.atZone(ZoneOffset.UTC));
        graphics.drawString(clock, (WIDTH - graphics.getFontMetrics().stringWidth(clock)) / 2, 98);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        String line = stream + "   frame " + frame % 100_000;
        graphics.drawString(line, (WIDTH - graphics.getFontMetrics().stringWidth(line)) / 2, 124);
        graphics.dispose();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(jpeg)) {
            ImageIO.write(image, "jpeg", output);
            output.flush();
            return jpeg.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
