package org.kagicast.console.timeline;

import java.time.Instant;
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

/// Draws one picture of the timeline; only the rows that are seen.
final class TimelinePainter {

    private static final Font NAME = Font.font(12.5);
    private static final Font SMALL = Font.font(10.5);
    private static final Font NUMBER = Font.font(Font.getDefault().getFamily(), FontWeight.BOLD, 11);
    private static final double DIAMOND = 5;
    private static final int TICK_SECONDS = 10;

    private final GraphicsContext graphics;
    private final TimelineGeometry geometry;
    private final TimelineColours colours;
    private final KeyNumbers numbers;
    private final Texts texts;
    private final TimelineScale scale;
    private final Hatch hatch;
    private final TextWidth textWidth;

    TimelinePainter(GraphicsContext graphics, TimelineGeometry geometry, TimelineColours colours, KeyNumbers numbers,
            Texts texts, Hatch hatch, TextWidth textWidth) {
        this.graphics = graphics;
        this.geometry = geometry;
        this.colours = colours;
        this.numbers = numbers;
        this.texts = texts;
        this.scale = geometry.scale();
        this.hatch = hatch;
        this.textWidth = textWidth;
    }

    void paint(List<TimelineRow> rows) {
        graphics.clearRect(0, 0, geometry.width(), geometry.height());
        graphics.setTextBaseline(VPos.CENTER);
        graphics.setLineCap(StrokeLineCap.BUTT);
        graphics.save();
        graphics.beginPath();
        graphics.rect(0, 0, geometry.width(), geometry.rowSpace());
        graphics.clip();
        for (int index = 0; index < rows.size(); index++) {
            if (geometry.isSeen(index)) {
                paintRow(rows.get(index), index);
            }
        }
        graphics.restore();
        paintAxis();
        paintNow();
    }

    private void paintRow(TimelineRow row, int index) {
        double top = geometry.barTop(index);
        double height = geometry.barHeight();
        boolean isStream = row.kind() == TimelineRow.Kind.STREAM;
        graphics.setFont(NAME);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setFill(isStream ? colours.text() : colours.muted());
        double indent = isStream ? 0 : 10;
        graphics.fillText(textWidth.fit(row.name(), NAME, TimelineGeometry.NAMES - indent - 10), indent,
                top + height / 2);
        graphics.setFill(colours.track());
        graphics.fillRoundRect(scale.left(), top, scale.width(), height, 4, 4);
        row.silences().forEach(silent -> paintSilence(silent, top, height));
        row.spans().forEach(span -> paintSpan(span, row, top, height));
        row.coming().ifPresent(coming -> paintComing(coming, top, height));
        row.marks().forEach(mark -> paintMark(mark, row.kind(), top, height));
    }

    /// A thin line of dots: neither a bar nor a gap.
    private void paintSilence(Silent silent, double top, double height) {
        double left = scale.within(silent.from());
        double right = scale.within(silent.to().orElse(geometry.now()));
        graphics.setStroke(colours.muted());
        graphics.setLineWidth(1.5);
        graphics.setLineDashes(2, 4);
        graphics.strokeLine(left, Math.rint(top + height / 2), Math.max(left, right), Math.rint(top + height / 2));
        graphics.setLineDashes();
    }

    private void paintSpan(Span span, TimelineRow row, double top, double height) {
        double left = scale.within(span.from());
        double right = scale.within(span.to().orElse(geometry.now()));
        if (right <= left) {
            return;
        }
        Rgb colour = numbers.colour(span.keyId());
        graphics.setFill(paint(colour));
        graphics.fillRect(left, top, right - left, height);
        double numberWidth = textWidth.of(numbers.number(span.keyId()), NUMBER);
        double numberLeft = besideMarks(row, left + 5, numberWidth);
        boolean hasRoom = right > numberLeft + numberWidth + 5;
        if (row.kind() == TimelineRow.Kind.CLIENT) {
            double plain = hasRoom ? numberLeft + numberWidth + 5 - left : 0;
            graphics.setFill(hatch.over(colour, scale.x(span.from())));
            graphics.fillRect(left + plain, top, right - left - plain, height);
        }
        if (hasRoom) {
            paintNumber(span.keyId(), numberLeft, top + height / 2, paint(colour.textColour()));
        }
        graphics.setFill(colours.ground());
        graphics.fillRect(left, top, left > scale.left() ? 1 : 0, height);
    }

    /// Where a number can stand without a diamond on it.
    private double besideMarks(TimelineRow row, double from, double width) {
        double left = from;
        for (Mark mark : row.kind() == TimelineRow.Kind.CLIENT ? row.marks() : List.<Mark>of()) {
            double x = scale.x(mark.at());
            if (x > left - DIAMOND - 2 && x < left + width + DIAMOND) {
                left = x + DIAMOND + 3;
            }
        }
        return left;
    }

    /// From the moment of the switch to the axis's end, or at its very end when the switch lies beyond.
    private void paintComing(PendingChange coming, double top, double height) {
        Color ink = ink(coming.keyId());
        String number = numbers.number(coming.keyId());
        double most = scale.right() - textWidth.of(number, NUMBER) - 8;
        double left = Math.min(Math.max(scale.x(coming.switchAt()), scale.within(geometry.now())), most);
        graphics.setStroke(ink);
        graphics.setLineWidth(1.2);
        graphics.setLineDashes(3, 2.5);
        graphics.strokeRect(left + 0.5, top + 0.5, scale.right() - left - 1, height - 1);
        graphics.setLineDashes();
        paintNumber(coming.keyId(), left + 4, top + height / 2, ink);
    }

    private void paintMark(Mark mark, TimelineRow.Kind kind, double top, double height) {
        double x = scale.x(mark.at());
        if (x < scale.left()) {
            return;
        }
        if (kind == TimelineRow.Kind.STREAM) {
            graphics.setLineWidth(3);
            graphics.setStroke(colours.ground());
            graphics.strokeLine(x, top - 3, x, top + height + 3);
            graphics.setLineWidth(1.6);
            graphics.setStroke(ink(mark.keyId()));
            graphics.setLineDashes(3, 2);
            graphics.strokeLine(x, top - 3, x, top + height + 3);
            graphics.setLineDashes();
        } else {
            paintDiamond(mark.keyId(), x, top + height / 2);
        }
    }

    private void paintDiamond(KeyId keyId, double x, double y) {
        double[] xs = {x - DIAMOND, x, x + DIAMOND, x};
        double[] ys = {y, y - DIAMOND, y, y + DIAMOND};
        graphics.setFill(Color.WHITE);
        graphics.fillPolygon(xs, ys, 4);
        graphics.setLineWidth(1.6);
        graphics.setStroke(paint(numbers.colour(keyId)));
        graphics.strokePolygon(xs, ys, 4);
    }

    private void paintNumber(KeyId keyId, double x, double y, Color colour) {
        graphics.setFont(NUMBER);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setFill(colour);
        graphics.fillText(numbers.number(keyId), x, y);
    }

    private void paintAxis() {
        double y = geometry.rowSpace() + TimelineGeometry.AXIS / 2 + 1;
        double free = scale.x(geometry.now()) - 34;
        graphics.setFont(SMALL);
        graphics.setTextAlign(TextAlignment.CENTER);
        long first = geometry.now().minus(TimelineHistory.PAST).getEpochSecond();
        long second = Math.ceilDiv(first, TICK_SECONDS) * TICK_SECONDS;
        for (; second <= geometry.now().getEpochSecond(); second += TICK_SECONDS) {
            Instant at = Instant.ofEpochSecond(second);
            double x = scale.x(at);
            graphics.setFill(colours.track());
            graphics.fillRect(Math.rint(x), geometry.rowSpace(), 1, 4);
            if (x - 26 >= scale.left() && x + 26 < free) {
                graphics.setFill(colours.muted());
                graphics.fillText(texts.clock(at), x, y);
            }
        }
        graphics.setFill(colours.muted());
        graphics.setTextAlign(TextAlignment.RIGHT);
        graphics.fillText(texts.of("timeline.ahead", texts.duration(TimelineHistory.FUTURE)), scale.right(), y);
    }

    private void paintNow() {
        double x = Math.rint(scale.x(geometry.now()));
        graphics.setFill(colours.now());
        graphics.fillRect(x - 1, 0, 2, geometry.rowSpace() + 4);
        graphics.setFont(SMALL);
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.fillText(texts.of("timeline.now"), x, geometry.rowSpace() + TimelineGeometry.AXIS / 2 + 1);
    }

    private Color ink(KeyId keyId) {
        Rgb colour = numbers.colour(keyId);
        return paint(colours.dark() ? KeyPalette.inkOnDark(colour) : KeyPalette.inkOnLight(colour));
    }

    static Color paint(Rgb colour) {
        return Color.rgb(colour.red(), colour.green(), colour.blue());
    }
}
