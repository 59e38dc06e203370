package org.kagicast.console.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.keys.KeyPalette;
import org.kagicast.console.keys.Rgb;
import org.kagicast.console.text.Texts;
import org.kagicast.model.KeyId;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// Draws one picture of the timeline; only the bars that are seen.
final class TimelinePainter {

    private static final Font SMALL = Font.font(11);
    private static final double LEAST_NUMBER = 10.5;
    private static final double LARGEST_NUMBER = 17;
    /// Below this height a bar carries no number.
    private static final double LEAST_NUMBERED = 11;
    private static final double LARGEST_DIAMOND = 5;
    /// A moment too short to be seen is drawn so wide, in pixels.
    private static final double LEAST_WIDTH = 3;
    private static final int[] TICKS = {10, 20, 30};
    private static final double TICK_ROOM = 66;

    private final GraphicsContext graphics;
    private final TimelineScale scale;
    private final double height;
    private final TimelineColours colours;
    private final KeyNumbers numbers;
    private final Texts texts;
    private final Hatch hatch;
    private final TextWidth textWidth;

    TimelinePainter(GraphicsContext graphics, TimelineScale scale, double height, TimelineColours colours,
            KeyNumbers numbers, Texts texts, Hatch hatch, TextWidth textWidth) {
        this.graphics = graphics;
        this.scale = scale;
        this.height = height;
        this.colours = colours;
        this.numbers = numbers;
        this.texts = texts;
        this.hatch = hatch;
        this.textWidth = textWidth;
    }

    void paint(List<Slice> slices) {
        graphics.clearRect(0, 0, scale.right() + 1, height + 1);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.setLineCap(StrokeLineCap.BUTT);
        graphics.save();
        graphics.beginPath();
        graphics.rect(0, KeyTimeline.AXIS, scale.right(), height - KeyTimeline.AXIS);
        graphics.clip();
        slices.stream().filter(this::isSeen).forEach(this::paint);
        graphics.restore();
        paintAxis();
        paintNow(slices);
    }

    private boolean isSeen(Slice slice) {
        return slice.top() + slice.height() > 0 && slice.top() < height - KeyTimeline.AXIS;
    }

    private void paint(Slice slice) {
        TimelineRow row = slice.row();
        double top = Math.rint(KeyTimeline.AXIS + slice.top());
        double tall = Math.rint(slice.height());
        row.began().ifPresent(began -> {
            double left = scale.within(began);
            graphics.setFill(colours.track());
            graphics.fillRect(left, top, scale.x(scale.now()) - left, tall);
        });
        row.silences().forEach(silent -> paintSilence(silent, top, tall));
        List<Double> taken = new ArrayList<>();
        row.marks().stream().filter(mark -> !row.isStream()).forEach(mark -> taken.add(scale.x(mark.at())));
        row.spans().forEach(span -> paintSpan(span, taken, top, tall));
        row.coming().ifPresent(coming -> paintComing(coming, top, tall));
        row.marks().forEach(mark -> paintMark(mark, row.isStream(), top, tall));
    }

    /// A thin line of dots on the bare ground: neither packets nor their absence.
    private void paintSilence(Silent silent, double top, double tall) {
        double left = scale.within(silent.from());
        double right = scale.within(silent.to().orElse(scale.now()));
        if (right <= left) {
            return;
        }
        graphics.clearRect(left, top, right - left, tall);
        graphics.setStroke(colours.muted());
        graphics.setLineWidth(1.5);
        graphics.setLineDashes(2, 4);
        double middle = Math.rint(top + tall / 2);
        graphics.strokeLine(left, middle, right, middle);
        graphics.setLineDashes();
    }

    private void paintSpan(Span span, List<Double> taken, double top, double tall) {
        double left = scale.within(span.from());
        double right = Math.max(scale.within(span.to().orElse(scale.now())),
                Math.min(left + leastWidth(span), scale.right()));
        if (right <= left) {
            return;
        }
        Rgb colour = numbers.colour(span.keyId());
        switch (span.fate()) {
            case USED -> graphics.setFill(paint(colour));
            case HELD -> graphics.setFill(colours.held());
            case REFUSED -> graphics.setFill(hatch.over(colours.refused(),
                    colours.ground().interpolate(colours.refused(), 0.22), scale.x(span.from())));
        }
        graphics.fillRect(left, top, right - left, tall);
        paintNumber(span, colour, taken, left, right, top, tall);
        graphics.setFill(colours.ground());
        graphics.fillRect(left, top, left > scale.left() ? 1 : 0, tall);
    }

    private static double leastWidth(Span span) {
        return span.fate() == Span.Fate.USED || span.to().isEmpty() ? 0 : LEAST_WIDTH;
    }

    private void paintNumber(Span span, Rgb colour, List<Double> taken, double left, double right, double top,
            double tall) {
        if (tall < LEAST_NUMBERED) {
            return;
        }
        Font font = numberFont(tall);
        String number = numbers.number(span.keyId());
        double width = textWidth.of(number, font);
        double at = besideMarks(taken, left + 5, width, diamond(tall));
        if (right < at + width + 5) {
            return;
        }
        Color ink = switch (span.fate()) {
            case USED -> paint(colour.textColour());
            case HELD -> Color.BLACK;
            case REFUSED -> colours.refused();
        };
        if (span.fate() == Span.Fate.REFUSED) {
            graphics.setFill(colours.ground());
            graphics.fillRoundRect(at - 3, top + 1, width + 6, tall - 2, 4, 4);
        }
        write(number, font, ink, at, top + tall / 2);
    }

    private static Font numberFont(double tall) {
        return Font.font(Font.getDefault().getFamily(), FontWeight.BOLD,
                Math.clamp(Math.rint(tall * 0.62 * 2) / 2, LEAST_NUMBER, LARGEST_NUMBER));
    }

    /// Where a number can stand without a diamond on it.
    private static double besideMarks(List<Double> taken, double from, double width, double diamond) {
        double left = from;
        for (double x : taken) {
            if (x > left - diamond - 2 && x < left + width + diamond) {
                left = x + diamond + 3;
            }
        }
        return left;
    }

    /// From the moment of the switch to the axis's end, or at its very end when the switch lies beyond.
    private void paintComing(PendingChange coming, double top, double tall) {
        Color ink = ink(coming.keyId());
        Font font = numberFont(tall);
        String number = numbers.number(coming.keyId());
        double most = scale.right() - textWidth.of(number, font) - 9;
        double left = Math.min(Math.max(scale.x(coming.switchAt()), scale.x(scale.now()) + 3), most);
        graphics.setStroke(ink);
        graphics.setLineWidth(1.2);
        graphics.setLineDashes(3, 2.5);
        graphics.strokeRect(left + 0.5, top + 0.5, scale.right() - left - 1.5, tall - 1);
        graphics.setLineDashes();
        if (tall >= LEAST_NUMBERED) {
            write(number, font, ink, left + 5, top + tall / 2);
        }
    }

    private void paintMark(Mark mark, boolean isStream, double top, double tall) {
        double x = scale.x(mark.at());
        if (x < scale.left()) {
            return;
        }
        if (isStream) {
            graphics.setLineWidth(3);
            graphics.setStroke(colours.ground());
            graphics.strokeLine(x, top - 3, x, top + tall + 3);
            graphics.setLineWidth(1.6);
            graphics.setStroke(ink(mark.keyId()));
            graphics.setLineDashes(3, 2);
            graphics.strokeLine(x, top - 3, x, top + tall + 3);
            graphics.setLineDashes();
        } else {
            paintDiamond(mark.keyId(), x, top + tall / 2, diamond(tall));
        }
    }

    private static double diamond(double tall) {
        return Math.min(LARGEST_DIAMOND, tall / 2 + 1);
    }

    private void paintDiamond(KeyId keyId, double x, double y, double half) {
        double[] xs = {x - half, x, x + half, x};
        double[] ys = {y, y - half, y, y + half};
        graphics.setFill(Color.WHITE);
        graphics.fillPolygon(xs, ys, 4);
        graphics.setLineWidth(1.6);
        graphics.setStroke(paint(numbers.colour(keyId)));
        graphics.strokePolygon(xs, ys, 4);
    }

    private void paintAxis() {
        double y = KeyTimeline.AXIS / 2;
        double nowX = scale.x(scale.now());
        int every = every();
        long first = scale.at(scale.left()).getEpochSecond();
        long second = Math.ceilDiv(first, every) * every;
        graphics.setFont(SMALL);
        for (; second <= scale.now().getEpochSecond(); second += every) {
            Instant at = Instant.ofEpochSecond(second);
            double x = scale.x(at);
            graphics.setFill(colours.track().interpolate(colours.muted(), 0.35));
            graphics.fillRect(Math.rint(x), KeyTimeline.AXIS - 4, 1, 4);
            if (x - 27 >= scale.left() && x + 27 < nowX - 22) {
                write(texts.clock(at), SMALL, colours.muted(), x, y, TextAlignment.CENTER);
            }
        }
        String ahead = texts.of("timeline.ahead", texts.duration(TimelineHistory.FUTURE));
        double room = scale.right() - nowX - textWidth.of(texts.of("timeline.now"), SMALL) / 2 - 6;
        if (textWidth.of(ahead, SMALL) <= room) {
            write(ahead, SMALL, colours.muted(), scale.right(), y, TextAlignment.RIGHT);
        }
    }

    private int every() {
        double second = scale.x(scale.now().plusSeconds(1)) - scale.x(scale.now());
        for (int seconds : TICKS) {
            if (seconds * second >= TICK_ROOM) {
                return seconds;
            }
        }
        return TICKS[TICKS.length - 1];
    }

    private void paintNow(List<Slice> slices) {
        double x = Math.rint(scale.x(scale.now()));
        double lowest = slices.stream().mapToDouble(slice -> KeyTimeline.AXIS + slice.top() + slice.height() + 3).max()
                .orElse(KeyTimeline.AXIS);
        graphics.setFill(colours.now());
        graphics.fillRect(x - 1, KeyTimeline.AXIS - 5, 2, Math.max(5, Math.min(lowest, height) - KeyTimeline.AXIS + 5));
        write(texts.of("timeline.now"), SMALL, colours.now(), x, KeyTimeline.AXIS / 2, TextAlignment.CENTER);
    }

    private void write(String text, Font font, Color colour, double x, double y) {
        write(text, font, colour, x, y, TextAlignment.LEFT);
    }

    private void write(String text, Font font, Color colour, double x, double y, TextAlignment alignment) {
        graphics.setFont(font);
        graphics.setTextAlign(alignment);
        graphics.setFill(colour);
        graphics.fillText(text, x, y);
    }

    private Color ink(KeyId keyId) {
        Rgb colour = numbers.colour(keyId);
        return paint(colours.dark() ? KeyPalette.inkOnDark(colour) : KeyPalette.inkOnLight(colour));
    }

    static Color paint(Rgb colour) {
        return Color.rgb(colour.red(), colour.green(), colour.blue());
    }
}
