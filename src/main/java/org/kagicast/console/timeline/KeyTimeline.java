package org.kagicast.console.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.transform.Scale;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.text.Texts;

/// The time axis, and under it the bars of rows at the heights that it is told, all crossed by the line of the present
/// moment. A bar is coloured by the key in use; held and refused packets have marks of their own, a grey track means that
/// no packets came, and nothing at all that nothing is known.
///
/// Draws what it is shown, when it differs by a pixel from what was drawn before; costs nothing in between. Whatever
/// enlarges it, it draws at the scale of the screen.
public final class KeyTimeline extends Region {

    /// The height of the axis at the top, in pixels.
    public static final double AXIS = 26;

    private static final StyleablePropertyFactory<KeyTimeline> STYLES = new StyleablePropertyFactory<>(
            Region.getClassCssMetaData());
    private static final double SHARPEST = 4;

    private final StyleableProperty<Color> textColour = STYLES.createStyleableColorProperty(this, "textColour",
            "-timeline-text", timeline -> timeline.textColour, Color.BLACK);
    private final StyleableProperty<Color> mutedColour = STYLES.createStyleableColorProperty(this, "mutedColour",
            "-timeline-muted", timeline -> timeline.mutedColour, Color.GRAY);
    private final StyleableProperty<Color> trackColour = STYLES.createStyleableColorProperty(this, "trackColour",
            "-timeline-track", timeline -> timeline.trackColour, Color.LIGHTGRAY);
    private final StyleableProperty<Color> nowColour = STYLES.createStyleableColorProperty(this, "nowColour",
            "-timeline-now", timeline -> timeline.nowColour, Color.RED);
    private final StyleableProperty<Color> groundColour = STYLES.createStyleableColorProperty(this, "groundColour",
            "-timeline-ground", timeline -> timeline.groundColour, Color.WHITE);
    private final StyleableProperty<Color> heldColour = STYLES.createStyleableColorProperty(this, "heldColour",
            "-timeline-held", timeline -> timeline.heldColour, Color.ORANGE);
    private final StyleableProperty<Color> refusedColour = STYLES.createStyleableColorProperty(this, "refusedColour",
            "-timeline-refused", timeline -> timeline.refusedColour, Color.RED);

    private final Canvas canvas = new Canvas();
    private final Scale finer = new Scale();
    private final Tooltip tooltip = new Tooltip();
    private final Hatch hatch = new Hatch();
    private final TextWidth textWidth = new TextWidth();
    private List<Slice> slices = List.of();
    private Instant now = Instant.EPOCH;
    private @Nullable KeyNumbers numbers;
    private @Nullable Texts texts;
    private @Nullable Drawn drawn;

    public KeyTimeline() {
        getStyleClass().add("key-timeline");
        getChildren().add(canvas);
        canvas.setManaged(false);
        canvas.getTransforms().add(finer);
        setAccessibleRole(AccessibleRole.TEXT);
        setFocusTraversable(true);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::explain);
        Tooltip.install(this, tooltip);
        localToSceneTransformProperty().subscribe(moved -> requestLayout());
    }

    /// Shows bars at a moment.
    ///
    /// @param next from the top down
    /// @param at the moment of the red line
    public void show(List<Slice> next, Instant at, KeyNumbers keyNumbers, Texts words) {
        slices = next;
        now = at;
        numbers = keyNumbers;
        texts = words;
        paint();
    }

    public List<Slice> slices() {
        return slices;
    }

    public List<TimelineRow> rows() {
        return slices.stream().map(Slice::row).toList();
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.TEXT
                ? words().map(words -> words.all(rows(), now)).orElse("")
                : super.queryAccessibleAttribute(attribute, parameters);
    }

    @Override
    protected void layoutChildren() {
        double sharpness = sharpness();
        Point2D corner = localToScene(0, 0);
        finer.setX(1 / sharpness);
        finer.setY(1 / sharpness);
        canvas.setWidth(Math.ceil(getWidth() * sharpness));
        canvas.setHeight(Math.ceil(getHeight() * sharpness));
        canvas.setLayoutX((Math.rint(corner.getX()) - corner.getX()) / sharpness);
        canvas.setLayoutY((Math.rint(corner.getY()) - corner.getY()) / sharpness);
        drawn = null;
        paint();
    }

    /// How many pixels of the scene one of this region's own is wide.
    private double sharpness() {
        return Math.clamp(getLocalToSceneTransform().getMxx(), 1, SHARPEST);
    }

    private void paint() {
        if (numbers == null || texts == null || getWidth() <= 0 || canvas.getWidth() <= 0) {
            return;
        }
        TimelineColours colours = new TimelineColours(textColour.getValue(), mutedColour.getValue(),
                trackColour.getValue(), nowColour.getValue(), groundColour.getValue(), heldColour.getValue(),
                refusedColour.getValue());
        Drawn next = new Drawn(slices, steps(), colours);
        if (next.equals(drawn)) {
            return;
        }
        drawn = next;
        double sharpness = sharpness();
        GraphicsContext graphics = canvas.getGraphicsContext2D();
        graphics.setTransform(sharpness, 0, 0, sharpness, 0, 0);
        new TimelinePainter(graphics, scale(moment()), getHeight(), colours, numbers, texts, hatch, textWidth)
                .paint(slices);
    }

    private TimelineScale scale(Instant at) {
        return new TimelineScale(at, 0, Math.max(1, getWidth()));
    }

    /// The present in steps of a pixel: edges stay sharp, and between two steps there is nothing to draw.
    private long steps() {
        return Math.floorDiv(now.toEpochMilli(), stepMillis());
    }

    private Instant moment() {
        return Instant.ofEpochMilli(steps() * stepMillis());
    }

    private long stepMillis() {
        Duration pixel = scale(now).span(1 / sharpness());
        return Math.max(1, pixel.toMillis());
    }

    private void explain(MouseEvent moved) {
        tooltip.setText(at(moved.getY()).flatMap(row -> words()
                .map(words -> words.at(row, scale(now).at(moved.getX()), now))).orElse(""));
    }

    private Optional<TimelineRow> at(double y) {
        return slices.stream()
                .filter(slice -> y >= AXIS + slice.top() - 2 && y <= AXIS + slice.top() + slice.height() + 2)
                .map(Slice::row).findFirst();
    }

    private Optional<TimelineWords> words() {
        return numbers == null || texts == null
                ? Optional.empty()
                : Optional.of(new TimelineWords(numbers, texts));
    }

    /// What is on the canvas.
    private record Drawn(List<Slice> slices, long steps, TimelineColours colours) {}
}
