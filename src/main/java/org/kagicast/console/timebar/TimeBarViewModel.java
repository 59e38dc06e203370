package org.kagicast.console.timebar;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kagicast.console.events.Event;
import org.kagicast.console.events.EventLogs;
import org.kagicast.console.events.EventWords;
import org.kagicast.console.keys.Rgb;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.FrameHistory;
import org.kagicast.model.NodeEvent.Severity;

/// Which moment the window shows, and which there are. On the console's thread only.
public final class TimeBarViewModel {

    /// How often the bar grows.
    private static final Duration EACH = Duration.ofSeconds(1);
    /// A longer one in so many steps at most, of which each is seen.
    private static final int STEPS = 800;

    private final ConsoleModel model;
    private final EventLogs logs;
    private final ReadOnlyObjectWrapper<TimeBarState> state = new ReadOnlyObjectWrapper<>(TimeBarState.NOTHING);
    private Instant latest = Instant.EPOCH;

    public TimeBarViewModel(ConsoleModel model, EventLogs logs) {
        this.model = model;
        this.logs = logs;
        model.follow(this::follow);
        model.show(frame -> show());
        model.pausedProperty().addListener((paused, before, now) -> show());
    }

    ReadOnlyObjectProperty<TimeBarState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Whether the window shows a moment of the past.
    public boolean isPaused() {
        return model.pausedProperty().get().isPresent();
    }

    public ReadOnlyObjectProperty<Optional<Instant>> pausedProperty() {
        return model.pausedProperty();
    }

    /// Stands still, or goes on with what is.
    public void toggle() {
        if (isPaused()) {
            live();
        } else {
            model.pause(model.time().now());
        }
    }

    public void live() {
        model.live();
    }

    /// Shows what was known at a moment.
    public void seek(Instant at) {
        if (at.isBefore(latest)) {
            model.pause(at);
        } else {
            live();
        }
    }

    /// What happened at a tick.
    String sentence(Tick tick) {
        return new EventWords(model.texts()).sentence(tick.event());
    }

    /// Shows what had happened by a moment.
    void seekAfter(Instant at) {
        model.pauseAfter(at);
    }

    /// Goes by about a second.
    ///
    /// @param direction 1 or -1
    public void step(int direction) {
        step(direction, Duration.ofSeconds(1));
    }

    /// Goes by a minute.
    void stride(int direction) {
        step(direction, Duration.ofMinutes(1));
    }

    private void step(int direction, Duration by) {
        Instant from = shown();
        Instant wanted = from.plus(by.multipliedBy(direction));
        Optional<Instant> next = model.history().moments().stream()
                .filter(moment -> direction > 0 ? moment.isAfter(from) : moment.isBefore(from))
                .min(Comparator.comparing(moment -> Duration.between(moment, wanted).abs()));
        if (next.isPresent()) {
            model.pause(next.get());
        } else if (direction > 0) {
            live();
        }
    }

    /// Goes to the next event, or the one before.
    ///
    /// @param direction 1 or -1
    public void stepToEvent(int direction) {
        Instant from = shown();
        List<Tick> ticks = state.get().ticks();
        Optional<Instant> next = direction > 0
                ? ticks.stream().map(Tick::at).filter(at -> at.isAfter(from)).findFirst()
                : ticks.reversed().stream().map(Tick::at).filter(at -> seen(at).isBefore(from)).findFirst();
        if (next.isPresent()) {
            model.pauseAfter(next.get());
        } else if (direction > 0) {
            live();
        }
    }

    /// The kept moment that shows what happened then.
    private Instant seen(Instant at) {
        return model.history().momentFrom(at).orElse(at);
    }

    void first() {
        model.history().first().ifPresent(model::pause);
    }

    private Instant shown() {
        return model.pausedProperty().get().orElseGet(() -> model.time().now());
    }

    private void follow(Frame present) {
        Duration range = Duration.between(state.get().from(), state.get().to());
        Duration wait = range.dividedBy(STEPS).compareTo(EACH) > 0 ? range.dividedBy(STEPS) : EACH;
        if (Duration.between(latest, present.now()).abs().compareTo(wait) >= 0) {
            show();
        }
    }

    private void show() {
        latest = model.time().now();
        FrameHistory history = model.history();
        state.set(history.first()
                .map(first -> new TimeBarState(first, latest, model.pausedProperty().get(), ticks(first)))
                .orElse(TimeBarState.NOTHING));
    }

    private List<Tick> ticks(Instant from) {
        List<Tick> ticks = new ArrayList<>();
        for (Event event : logs.of(model.domainProperty().get()).events()) {
            Instant at = event.noted().isBefore(from) ? from : event.noted();
            boolean isKept = Duration.between(event.noted(), at).compareTo(EACH) <= 0;
            kind(event).filter(kind -> isKept).ifPresent(kind -> ticks
                    .add(new Tick(at, kind, event.key().map(key -> key.look().colour()).orElse(Rgb.BLACK), event)));
        }
        return ticks;
    }

    private static Optional<Tick.Kind> kind(Event event) {
        if (event.severity() == Severity.ERROR) {
            return Optional.of(Tick.Kind.ERROR);
        }
        if (event.happening().isChange()) {
            return Optional.of(Tick.Kind.KEY);
        }
        return event.severity() == Severity.WARNING ? Optional.of(Tick.Kind.WARNING) : Optional.empty();
    }
}
