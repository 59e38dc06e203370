package org.kagicast.bench.window;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kagicast.model.OperatorException;
import org.kagicast.time.Time;

/// A console in a process of its own, as its launcher starts it, with settings of its own. It tells in its log what has
/// happened. Ended by its handle.
final class WindowProgram implements AutoCloseable {

    private static final String WINDOW = "The window is open.";
    private static final String PICTURE = "The first picture is shown.";
    private static final String HEADLESS = "-Dglass.platform=Headless -Dprism.order=sw";
    private static final String OPTIONS = "KAGICAST_JAVA_OPTIONS";
    private static final long MOST_SECONDS_TO_START = 180;
    private static final long MOST_SECONDS_TO_STOP = 15;

    private final Process process;
    private final Time time;
    private final long begun;
    private final CompletableFuture<Moment> window = new CompletableFuture<>();
    private final CompletableFuture<Moment> picture = new CompletableFuture<>();

    private WindowProgram(Process process, Time time, long begun) {
        this.process = process;
        this.time = time;
        this.begun = begun;
    }

    /// When something happened.
    ///
    /// @param after the start of the launcher
    /// @param cpu   that had been used until then
    record Moment(Duration after, Duration cpu) {}

    /// Starts a console; it does not wait until it is open.
    ///
    /// @param folder an empty one for its settings
    static WindowProgram start(Path launcher, WindowSettings settings, Path folder, Time time) {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "console"));
        settings.scenario().ifPresent(scenario -> command.addAll(
                List.of("--lab", scenario.name().toLowerCase(Locale.ROOT), "--crypto-period", "10s")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        if (settings.headless()) {
            builder.environment().merge(OPTIONS, HEADLESS, (present, more) -> present + " " + more);
        }
        try {
            Files.createDirectories(folder.resolve("kagicast"));
            Files.writeString(folder.resolve("kagicast").resolve("console.properties"), "lab=false\n");
            long begun = time.nanos();
            WindowProgram program = new WindowProgram(builder.start(), time, begun);
            Thread.ofVirtual().name("kagicast-bench-console").start(program::listen);
            return program;
        } catch (IOException e) {
            throw new OperatorException("The console cannot be started: see that " + launcher + " can be run.", e);
        }
    }

    /// Reads what it says as long as it runs, lest it wait for somebody who does.
    private void listen() {
        String last = "nothing";
        try (BufferedReader said = process.errorReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = line;
                if (line.endsWith(WINDOW)) {
                    window.complete(now());
                } else if (line.endsWith(PICTURE)) {
                    picture.complete(now());
                }
            }
        } catch (IOException | UncheckedIOException | OperatorException garbled) {
            last = garbled.toString();
        }
        OperatorException ended = new OperatorException(
                "The console ended before it showed anything; it said: " + last);
        window.completeExceptionally(ended);
        picture.completeExceptionally(ended);
    }

    private Moment now() {
        return new Moment(Duration.ofNanos(time.nanos() - begun), figures().cpu());
    }

    Moment window() throws InterruptedException {
        return await(window);
    }

    Moment picture() throws InterruptedException {
        return await(picture);
    }

    private static Moment await(CompletableFuture<Moment> awaited) throws InterruptedException {
        try {
            return awaited.get(MOST_SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException failed) {
            throw failed.getCause() instanceof OperatorException told
                    ? told
                    : new OperatorException("The console has shown nothing within " + MOST_SECONDS_TO_START
                            + " s: see what else this machine does, and whether a display is there.", failed);
        }
    }

    ProcessFigures figures() {
        return ProcessFigures.of(process.toHandle());
    }

    /// Asks it to end, and makes it end if it does not. Twice is harmless.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(MOST_SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
