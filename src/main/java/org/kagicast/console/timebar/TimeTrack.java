package org.kagicast.console.timebar;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.kagicast.console.keys.Rgb;
import org.kagicast.console.text.Texts;

/// The line of time with its ticks, and the thumb at the moment that is shown. Draws when it is shown something else.
final class TimeTrack extends Region {

    private static final StyleablePropertyFactory<TimeTrack> STYLES = new StyleablePropertyFactory<>(
            Region.getClassCssMetaData());
    private static final double THUMB = 7;
    private static final double LINE = 4;
    private static final double NEAR = 4;

    private final StyleableProperty<Color> trackColour = STYLES.createStyleableColorProperty(this, "trackColour",
            "-time-track", track -> track.trackColour, Color.LIGHTGRAY);
    private final StyleableProperty<Color> pastColour = STYLES.createStyleableColorProperty(this, "pastColour",
            "-time-past", track -> track.pastColour, Color.BLUE);
    private final StyleableProperty<Color> thumbColour = STYLES.createStyleableColorProperty(this, "thumbColour",
            "-time-thumb", track -> track.thumbColour, Color.BLUE);
    private final StyleableProperty<Color> warningColour = STYLES.createStyleableColorProperty(this, "warningColour",
            "-time-warning", track -> track.warningColour, Color.ORANGE);
    private final StyleableProperty<Color> errorColour = STYLES.createStyleableColorProperty(this, "errorColour",
            "-time-error", track -> track.errorColour, Color.RED);

    private final Canvas canvas = new Canvas();
    private final Tooltip tooltip = new Tooltip();
    private final TimeBarViewModel viewModel;
    private final Texts texts;
    private TimeBarState state = TimeBarState.NOTHING;

    TimeTrack(TimeBarViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        getStyleClass().add("time-track");
        setId("timeTrack");
        canvas.setManaged(false);
        getChildren().add(canvas);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText(texts.of("timeBar.accessible"));
        Tooltip.install(this, tooltip);
        Consumer<MouseEvent> seek = event -> viewModel.seek(state.at(place(event.getX())));
        addEventHandler(MouseEvent.MOUSE_PRESSED, pressed -> {
            requestFocus();
            Optional<Tick> near = near(pressed.getX());
            near.ifPresentOrElse(tick -> viewModel.seekAfter(tick.at()), () -> seek.accept(pressed));
            pressed.consume();
        });
        addEventHandler(MouseEvent.MOUSE_DRAGGED, dragged -> {
            seek.accept(dragged);
            dragged.consume();
        });
        addEventHandler(MouseEvent.MOUSE_MOVED, this::explain);
        addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
        focusedProperty().subscribe(focused -> paint());
    }

    void show(TimeBarState next) {
        state = next;
        paint();
        notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case VALUE -> seconds(state.shown());
            case MIN_VALUE -> 0.0;
            case MAX_VALUE -> seconds(state.to());
            case VALUE_STRING -> state.paused().map(texts::clock).orElseGet(() -> texts.of("timeBar.live"));
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        switch (action) {
            case INCREMENT -> viewModel.step(1);
            case DECREMENT -> viewModel.step(-1);
            case BLOCK_INCREMENT -> viewModel.stepToEvent(1);
            case BLOCK_DECREMENT -> viewModel.stepToEvent(-1);
            default -> super.executeAccessibleAction(action, parameters);
        }
    }

    private double seconds(Instant at) {
        return Duration.between(state.from(), at).toMillis() / 1000.0;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 18;
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        paint();
    }

    private double x(Instant at) {
        return THUMB + state.place(at) * Math.max(0, getWidth() - 2 * THUMB);
    }

    private double place(double x) {
        return (x - THUMB) / Math.max(1, getWidth() - 2 * THUMB);
    }

    private Optional<Tick> near(double x) {
        return state.ticks().stream().filter(tick -> Math.abs(x(tick.at()) - x) <= NEAR)
                .min(Comparator.comparingDouble(tick -> Math.abs(x(tick.at()) - x)));
    }

    private void explain(MouseEvent moved) {
        tooltip.setText(near(moved.getX())
                .map(tick -> texts.of("timeBar.tick", texts.clock(tick.at()), viewModel.sentence(tick)))
                .orElseGet(() -> texts.clock(state.at(place(moved.getX())))));
    }

    private void keyPressed(KeyEvent pressed) {
        boolean isByEvent = pressed.isShortcutDown();
        switch (pressed.getCode()) {
            case LEFT, DOWN -> step(-1, isByEvent);
            case RIGHT, UP -> step(1, isByEvent);
            case PAGE_DOWN -> viewModel.stride(-1);
            case PAGE_UP -> viewModel.stride(1);
            case HOME -> viewModel.first();
            case END -> viewModel.live();
            case SPACE -> viewModel.toggle();
            default -> {
                return;
            }
        }
        pressed.consume();
    }

    private void step(int direction, boolean isByEvent) {
        if (isByEvent) {
            viewModel.stepToEvent(direction);
        } else {
            viewModel.step(direction);
        }
    }

    private void paint() {
        double width = canvas.getWidth();
        double height = canvas.getHeight();
        GraphicsContext graphics = canvas.getGraphicsContext2D();
        graphics.clearRect(0, 0, width, height);
        if (state.isEmpty() || width < 4 * THUMB) {
            return;
        }
        double middle = height / 2;
        double thumb = x(state.shown());
        graphics.setFill(trackColour.getValue());
        graphics.fillRoundRect(THUMB, middle - LINE / 2, width - 2 * THUMB, LINE, LINE, LINE);
        graphics.setFill(pastColour.getValue());
        graphics.fillRoundRect(THUMB, middle - LINE / 2, Math.max(0, thumb - THUMB), LINE, LINE, LINE);
        state.ticks().stream().sorted(Comparator.comparing(Tick::kind)).forEach(tick -> paint(graphics, tick, height));
        graphics.setFill(thumbColour.getValue());
        graphics.fillOval(thumb - THUMB + 1, middle - THUMB + 1, 2 * THUMB - 2, 2 * THUMB - 2);
        if (isFocused()) {
            graphics.setStroke(thumbColour.getValue());
            graphics.strokeOval(thumb - THUMB - 0.5, middle - THUMB - 0.5, 2 * THUMB + 1, 2 * THUMB + 1);
        }
    }

    /// A key's tick is as high as the bar; a problem has a triangle above the line, an error a square.
    private void paint(GraphicsContext graphics, Tick tick, double height) {
        double x = Math.rint(x(tick.at()));
        switch (tick.kind()) {
            case KEY -> {
                graphics.setFill(colour(tick.colour()));
                graphics.fillRect(x - 1, 3, 3, height - 6);
            }
            case WARNING -> {
                graphics.setFill(warningColour.getValue());
                graphics.fillPolygon(new double[]{x - 4, x + 4, x}, new double[]{6, 6, 0}, 3);
            }
            case ERROR -> {
                graphics.setFill(errorColour.getValue());
                graphics.fillRect(x - 3, 0, 7, 7);
            }
        }
    }

    private static Color colour(Rgb rgb) {
        return Color.rgb(rgb.red(), rgb.green(), rgb.blue());
    }
}
