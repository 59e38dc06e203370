package org.kagicast.console.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.text.Texts;

/// The key timeline: a bar for each stream, coloured by the key in use, and beneath it one for each of its clients, with
/// gaps where a client could not decrypt. Draws what it is shown, when it is shown; costs nothing in between.
public final class KeyTimeline extends Region {

    private static final StyleablePropertyFactory<KeyTimeline> STYLES = new StyleablePropertyFactory<>(
            Region.getClassCssMetaData());
    private static final double SCROLL_BAR = 12;

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

    private final Canvas canvas = new Canvas();
    private final ScrollBar scrollBar = new ScrollBar();
    private final Tooltip tooltip = new Tooltip();
    private final Hatch hatch = new Hatch();
    private final TextWidth textWidth = new TextWidth();
    private List<TimelineRow> rows = List.of();
    private Instant now = Instant.EPOCH;
    private @Nullable KeyNumbers numbers;
    private @Nullable Texts texts;

    public KeyTimeline() {
        getStyleClass().add("key-timeline");
        getChildren().addAll(canvas, scrollBar);
        canvas.setManaged(false);
        scrollBar.setManaged(false);
        scrollBar.setOrientation(Orientation.VERTICAL);
        scrollBar.valueProperty().subscribe(value -> paint());
        setAccessibleRole(AccessibleRole.TEXT);
        setFocusTraversable(true);
        addEventHandler(ScrollEvent.SCROLL, scroll -> scrollBy(-scroll.getDeltaY()));
        addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::explain);
        Tooltip.install(this, tooltip);
    }

    /// Shows rows at a moment.
    ///
    /// @param next in the order in which they stand
    /// @param at the moment of the red line
    public void show(List<TimelineRow> next, Instant at, KeyNumbers keyNumbers, Texts words) {
        boolean isOtherHeight = next.size() != rows.size();
        rows = next;
        now = at;
        numbers = keyNumbers;
        texts = words;
        if (isOtherHeight) {
            requestLayout();
        }
        paint();
    }

    public List<TimelineRow> rows() {
        return rows;
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.TEXT
                ? words().map(words -> words.all(rows, now)).orElse("")
                : super.queryAccessibleAttribute(attribute, parameters);
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.max(3, rows.size()) * (TimelineGeometry.LEAST_ROW + 2) + TimelineGeometry.AXIS;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 2 * TimelineGeometry.LEAST_ROW + TimelineGeometry.AXIS;
    }

    @Override
    protected void layoutChildren() {
        TimelineGeometry geometry = geometry();
        double hidden = Math.max(0, geometry.content() - geometry.rowSpace());
        scrollBar.setVisible(hidden > 1);
        scrollBar.setMax(hidden);
        scrollBar.setVisibleAmount(geometry.content() <= 0 ? 1 : hidden * geometry.rowSpace() / geometry.content());
        scrollBar.setUnitIncrement(geometry.rowHeight());
        scrollBar.setBlockIncrement(geometry.rowSpace());
        scrollBar.setValue(Math.min(scrollBar.getValue(), hidden));
        scrollBar.resizeRelocate(getWidth() - SCROLL_BAR, 0, SCROLL_BAR, geometry.rowSpace());
        canvas.setWidth(geometry().width());
        canvas.setHeight(getHeight());
        paint();
    }

    private void paint() {
        if (numbers != null && texts != null && canvas.getWidth() > 0) {
            TimelineColours colours = new TimelineColours(textColour.getValue(), mutedColour.getValue(),
                    trackColour.getValue(), nowColour.getValue(), groundColour.getValue());
            new TimelinePainter(canvas.getGraphicsContext2D(), geometry(), colours, numbers, texts, hatch, textWidth)
                    .paint(rows);
        }
    }

    private TimelineGeometry geometry() {
        double width = scrollBar.isVisible() ? getWidth() - SCROLL_BAR - 4 : getWidth();
        return new TimelineGeometry(Math.max(0, width), getHeight(), rows.size(), scrollBar.getValue(), now);
    }

    private void scrollBy(double pixels) {
        scrollBar.setValue(Math.clamp(scrollBar.getValue() + pixels, 0, scrollBar.getMax()));
    }

    private void keyPressed(KeyEvent pressed) {
        double page = geometry().rowSpace();
        switch (pressed.getCode()) {
            case UP -> scrollBy(-TimelineGeometry.LEAST_ROW);
            case DOWN -> scrollBy(TimelineGeometry.LEAST_ROW);
            case PAGE_UP -> scrollBy(-page);
            case PAGE_DOWN -> scrollBy(page);
            case HOME -> scrollBar.setValue(0);
            case END -> scrollBar.setValue(scrollBar.getMax());
            default -> {
                return;
            }
        }
        pressed.consume();
    }

    private void explain(MouseEvent moved) {
        TimelineGeometry geometry = geometry();
        Optional<TimelineRow> row = geometry.rowAt(moved.getY(), rows);
        tooltip.setText(row.map(under -> moved.getX() < TimelineGeometry.NAMES
                ? under.name()
                : words().map(words -> words.at(under, geometry.scale().at(moved.getX()), now)).orElse(""))
                .orElse(""));
    }

    private Optional<TimelineWords> words() {
        return numbers == null || texts == null
                ? Optional.empty()
                : Optional.of(new TimelineWords(numbers, texts));
    }
}
