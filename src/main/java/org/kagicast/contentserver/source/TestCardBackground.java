package org.kagicast.contentserver.source;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.kagicast.model.StreamName;

/// What stands still on a test card, in the manner of the cards that broadcasters used to send: castellated border, grid,
/// corner circles, and the large circle with name, colour bars and grey steps. The stream's name gives the colour.
final class TestCardBackground {

    static final int WIDTH = 320;
    static final int HEIGHT = 180;
    static final int BORDER = 8;
    static final Ellipse2D RING = circle(WIDTH / 2, HEIGHT / 2, 76);
    static final int CLOCK_LINE = 125;
    static final int COUNTER_LINE = 158;

    private static final Ellipse2D DISC = circle(WIDTH / 2, HEIGHT / 2, 72);
    private static final int GRID = 20;
    private static final int NAME_WIDTH = 104;
    private static final List<Color> BARS = List.of(new Color(0xe8e8e8), new Color(0xd8d020), new Color(0x20c8c8),
            new Color(0x20b830), new Color(0xc030c0), new Color(0xd03028), new Color(0x2838c8));

    private final String name;
    private final float hue;

    TestCardBackground(StreamName stream) {
        this(stream.value(), ((stream.value().hashCode() * 0x9e3779b9) >>> Byte.SIZE) / (float) (1 << 24));
    }

    /// @param hue of all that is coloured, 0 to 1
    TestCardBackground(String name, float hue) {
        this.name = name;
        this.hue = hue;
    }

    /// The stream's bright colour.
    Color accent() {
        return Color.getHSBColor(hue, 0.55f, 1f);
    }

    BufferedImage paint() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        paintGrid(graphics);
        paintBorder(graphics);
        paintCorners(graphics);
        paintDisc(graphics);
        graphics.dispose();
        return image;
    }

    private void paintGrid(Graphics2D graphics) {
        graphics.setColor(Color.getHSBColor(hue, 0.62f, 0.44f));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(Color.getHSBColor(hue, 0.25f, 0.72f));
        for (int x = GRID; x < WIDTH; x += GRID) {
            graphics.fillRect(x, 0, 1, HEIGHT);
        }
        for (int y = HEIGHT / 2 % GRID; y < HEIGHT; y += GRID) {
            graphics.fillRect(0, y, WIDTH, 1);
        }
    }

    private void paintBorder(Graphics2D graphics) {
        for (int x = 0; x < WIDTH; x += GRID) {
            graphics.setColor(x / GRID % 2 == 0 ? Color.WHITE : Color.BLACK);
            graphics.fillRect(x, 0, GRID, BORDER);
            graphics.fillRect(WIDTH - GRID - x, HEIGHT - BORDER, GRID, BORDER);
        }
        for (int y = BORDER; y < HEIGHT - BORDER; y += GRID) {
            int height = Math.min(GRID, HEIGHT - BORDER - y);
            graphics.setColor(y / GRID % 2 == 0 ? Color.BLACK : Color.WHITE);
            graphics.fillRect(0, y, BORDER, height);
            graphics.setColor(y / GRID % 2 == 0 ? Color.WHITE : Color.BLACK);
            graphics.fillRect(WIDTH - BORDER, y, BORDER, height);
        }
    }

    /// Fine lines inside corner circles, which show how sharp the picture is.
    private void paintCorners(Graphics2D graphics) {
        for (int x : new int[]{40, WIDTH - 40}) {
            for (int y : new int[]{HEIGHT / 2 - 50, HEIGHT / 2 + 50}) {
                Shape corner = circle(x, y, 22);
                graphics.setColor(Color.getHSBColor(hue, 0.6f, 0.25f));
                graphics.fill(corner);
                graphics.setClip(corner);
                graphics.setColor(accent());
                for (int line = -22, step = 2; line < 22; line += 2 * step, step += line % 3 == 0 ? 1 : 0) {
                    graphics.fillRect(x + line, y - 22, step, 44);
                }
                graphics.setClip(null);
                graphics.setColor(Color.WHITE);
                graphics.setStroke(new BasicStroke(1.5f));
                graphics.draw(corner);
            }
        }
    }

    private void paintDisc(Graphics2D graphics) {
        graphics.setColor(Color.getHSBColor(hue, 0.6f, 0.2f));
        graphics.fill(circle(WIDTH / 2, HEIGHT / 2, 80));
        graphics.setClip(DISC);
        graphics.setColor(accent());
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        band(graphics, Color.BLACK, 40, 30);
        paintSteps(graphics, 70, 30, BARS);
        band(graphics, Color.BLACK, 100, 34);
        paintSteps(graphics, 134, 12, greys());
        graphics.setColor(Color.BLACK);
        centred(graphics, "KAGICAST", new Font(Font.SANS_SERIF, Font.BOLD, 11), 34);
        graphics.setColor(Color.WHITE);
        paintName(graphics);
        graphics.setClip(null);
        graphics.setStroke(new BasicStroke(1.5f));
        graphics.draw(DISC);
    }

    /// As large as fits; a name too long for the smallest letters is cut.
    private void paintName(Graphics2D graphics) {
        String shown = name;
        int size = 20;
        Font font = new Font(Font.SANS_SERIF, Font.BOLD, size);
        while (size > 9 && width(graphics, font, shown) > NAME_WIDTH) {
            font = font.deriveFont((float) --size);
        }
        while (width(graphics, font, shown) > NAME_WIDTH) {
            shown = shown.substring(0, shown.length() - 2) + "…";
        }
        FontMetrics metrics = graphics.getFontMetrics(font);
        centred(graphics, shown, font, 56 + (metrics.getAscent() - metrics.getDescent()) / 2);
    }

    private static int width(Graphics2D graphics, Font font, String text) {
        return graphics.getFontMetrics(font).stringWidth(text);
    }

    private static void centred(Graphics2D graphics, String text, Font font, int line) {
        graphics.setFont(font);
        graphics.drawString(text, (WIDTH - graphics.getFontMetrics().stringWidth(text)) / 2, line);
    }

    private static void band(Graphics2D graphics, Color colour, int y, int height) {
        graphics.setColor(colour);
        graphics.fillRect(0, y, WIDTH, height);
    }

    private static void paintSteps(Graphics2D graphics, int y, int height, List<Color> colours) {
        double left = DISC.getMinX();
        double step = DISC.getWidth() / colours.size();
        for (int i = 0; i < colours.size(); i++) {
            int from = (int) (left + i * step);
            graphics.setColor(colours.get(i));
            graphics.fillRect(from, y, (int) (left + (i + 1) * step) - from, height);
        }
    }

    private static List<Color> greys() {
        return List.of(new Color(0x101010), new Color(0x3c3c3c), new Color(0x686868), new Color(0x949494),
                new Color(0xc0c0c0), new Color(0xf0f0f0));
    }

    private static Ellipse2D circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }
}
