package org.kagicast.console.settings;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.kagicast.time.Time;

/// Saves the settings a second after something changed, so that a console that is ended at once has lost nothing that is
/// older. Called on the console's thread unless said otherwise; the file is written in the background.
public final class SettingsKeeper {

    /// Dragging an edge changes many things; one of them is written.
    private static final Duration CALM = Duration.ofSeconds(1);

    private final SettingsFile file;
    private final Supplier<ConsoleSettings> present;
    private final Time time;
    private final Executor console;
    private final Executor background;
    private final AtomicReference<@Nullable ConsoleSettings> newest = new AtomicReference<>();
    private @Nullable ConsoleSettings saved;
    private boolean isDue;
    private boolean isClosed;

    /// @param present what is to be saved now
    public SettingsKeeper(SettingsFile file, Supplier<ConsoleSettings> present, Time time, Executor console,
            Executor background) {
        this.file = file;
        this.present = present;
        this.time = time;
        this.console = console;
        this.background = background;
    }

    /// Something may have changed.
    public void changed() {
        if (!isDue && !isClosed) {
            isDue = true;
            time.after(CALM, console, this::save);
        }
    }

    /// Takes the settings a last time.
    public void close() {
        take();
        isClosed = true;
    }

    /// Writes what is not written yet. On any thread.
    public synchronized void write() {
        ConsoleSettings settings = newest.getAndSet(null);
        if (settings != null) {
            file.save(settings);
        }
    }

    private void save() {
        if (!isClosed) {
            isDue = false;
            take();
            background.execute(this::write);
        }
    }

    private void take() {
        ConsoleSettings now = present.get();
        if (!now.equals(saved)) {
            saved = now;
            newest.set(now);
        }
    }
}
