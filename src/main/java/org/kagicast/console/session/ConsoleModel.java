package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.time.Time;

/// The one model of the console: takes the newest snapshot, remembers what follows from it, and shows every screen the
/// same frame. Between snapshots it shows frames in which only the clock has moved on, and with no lab running, none.
/// On the console's thread only.
public final class ConsoleModel {

    /// A timeline of a thousand pixels moves by about one pixel in this time.
    private static final Duration BEAT = Duration.ofMillis(60);
    /// A node that has been silent for so long has no clock that could be shown.
    private static final Duration LONGEST_GUESS = Duration.ofSeconds(30);

    private final Time time;
    private final Executor console;
    private final Executor background;
    private final ZoneId zone;
    private final Notices notices = new Notices();
    private final Selection selection = new Selection();
    private final LabSession session;
    private final List<Consumer<Frame>> screens = new ArrayList<>();
    private final List<Consumer<Instant>> beats = new ArrayList<>();
    private Observations seen = new Observations();
    private Optional<NodeSnapshot> newest = Optional.empty();
    private long arrival;
    private Texts texts;
    private Time.@Nullable Scheduled beat;

    /// @param console runs work on the console's thread
    /// @param background runs what takes long
    /// @param zone in which times of day are written
    public ConsoleModel(LabStarter starter, Scenario scenario, Language language, Time time, ZoneId zone,
            Executor console, Executor background) {
        this.time = time;
        this.console = console;
        this.background = background;
        this.zone = zone;
        this.texts = Texts.in(language, zone);
        this.session = new LabSession(starter, scenario, console, background, notices, this::take);
        session.stateProperty().addListener((state, before, now) -> stateChanged(now));
    }

    public LabSession session() {
        return session;
    }

    public Notices notices() {
        return notices;
    }

    public Selection selection() {
        return selection;
    }

    public Texts texts() {
        return texts;
    }

    public Time time() {
        return time;
    }

    public Executor console() {
        return console;
    }

    /// Does something that may take long; a failure becomes a notice.
    public void inBackground(Runnable work) {
        background.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException failure) {
                console.execute(() -> notices.tell(failure));
            }
        });
    }

    /// Shows each frame to a screen, the present one at once.
    public void show(Consumer<Frame> screen) {
        screens.add(screen);
        screen.accept(frame());
    }

    /// Tells the node's clock about 16 times a second while a lab runs, for what moves between two snapshots.
    public void onBeat(Consumer<Instant> listener) {
        beats.add(listener);
    }

    public void speak(Language language) {
        texts = Texts.in(language, zone);
        showAll();
    }

    /// What is shown now.
    public Frame frame() {
        return new Frame(newest, now(), seen, texts);
    }

    private void take(NodeSnapshot snapshot) {
        newest = Optional.of(snapshot);
        arrival = time.nanos();
        seen.observe(snapshot);
        showAll();
    }

    private void stateChanged(LabState state) {
        if (beat != null) {
            beat.cancel();
            beat = null;
        }
        if (state == LabState.RUNNING) {
            beat = time.every(BEAT, console, this::beat);
        } else {
            newest = Optional.empty();
            seen = new Observations();
        }
        showAll();
    }

    private void beat() {
        if (newest.isPresent()) {
            Instant now = now();
            if (time.nanos() - arrival > 2 * BEAT.toNanos()) {
                showAll();
            }
            beats.forEach(listener -> listener.accept(now));
        }
    }

    private Instant now() {
        return newest.map(snapshot -> snapshot.at().plus(sinceArrival())).orElseGet(time::now);
    }

    private Duration sinceArrival() {
        Duration passed = Duration.ofNanos(time.nanos() - arrival);
        return passed.compareTo(LONGEST_GUESS) < 0 ? passed : LONGEST_GUESS;
    }

    private void showAll() {
        Frame frame = frame();
        selection.follow(frame);
        screens.forEach(screen -> screen.accept(frame));
    }
}
