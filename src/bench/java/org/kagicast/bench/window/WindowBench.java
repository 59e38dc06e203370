package org.kagicast.bench.window;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kagicast.model.OperatorException;
import org.kagicast.time.Time;

/// Starts the console again and again, then lets it stay, and looks at it from outside: how soon it is there, what it takes
/// of the processor and of memory.
public final class WindowBench {

    private static final double NANOS = 1e9;
    private static final int PERCENT = 100;
    private static final int PARTS = 5;
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final WindowSettings settings;
    private final Path folder;
    private final Time time;
    private final BooleanSupplier stopped;

    /// @param folder  an empty one, for the settings of the consoles
    /// @param stopped whether to measure no further
    public WindowBench(WindowSettings settings, Path folder, Time time, BooleanSupplier stopped) {
        this.settings = settings;
        this.folder = folder;
        this.time = time;
        this.stopped = stopped;
    }

    /// When one start showed what.
    private record Start(WindowProgram.Moment window, Duration picture) {}

    /// What it took while it stayed.
    private record Stay(Duration watched, double share, double lastShare, ProcessFigures figures) {}

    /// Measures one launcher after another, a row for each.
    ///
    /// @throws OperatorException if a console does not open
    public void run(Consumer<WindowRow> rows) throws InterruptedException {
        Map<Path, List<Start>> starts = new LinkedHashMap<>();
        for (int round = 1; round < settings.starts() && !stopped.getAsBoolean(); round++) {
            for (Path launcher : settings.launchers()) {
                try (WindowProgram program = open(launcher)) {
                    starts.computeIfAbsent(launcher, first -> new ArrayList<>()).add(start(program));
                }
            }
        }
        for (Path launcher : settings.launchers()) {
            if (stopped.getAsBoolean()) {
                return;
            }
            try (WindowProgram program = open(launcher)) {
                List<Start> all = starts.computeIfAbsent(launcher, first -> new ArrayList<>());
                all.add(start(program));
                rows.accept(row(launcher, all, stay(program)));
            }
        }
    }

    private WindowProgram open(Path launcher) {
        try {
            return WindowProgram.start(launcher, settings, Files.createTempDirectory(folder, "console"), time);
        } catch (IOException e) {
            throw new OperatorException("No temporary folder can be made: make room for temporary files.", e);
        }
    }

    private Start start(WindowProgram program) throws InterruptedException {
        WindowProgram.Moment window = program.window();
        return new Start(window, settings.scenario().isPresent() ? program.picture().after() : Duration.ZERO);
    }

    private Stay stay(WindowProgram program) throws InterruptedException {
        if (settings.stays().isZero()) {
            return new Stay(Duration.ZERO, 0, 0, program.figures());
        }
        pass(WindowSettings.WARM_UP);
        Duration last = settings.stays().dividedBy(PARTS);
        long begun = time.nanos();
        Duration before = program.figures().cpu();
        pass(settings.stays().minus(last));
        long late = time.nanos();
        Duration between = program.figures().cpu();
        pass(last);
        ProcessFigures figures = program.figures();
        long ended = time.nanos();
        return new Stay(Duration.ofNanos(ended - begun), share(figures.cpu().minus(before), ended - begun),
                share(figures.cpu().minus(between), ended - late), figures);
    }

    private void pass(Duration span) throws InterruptedException {
        long until = time.nanos() + span.toNanos();
        while (time.nanos() - until < 0 && !stopped.getAsBoolean()) {
            time.sleepUntil(Math.min(until, time.nanos() + GLANCE.toNanos()));
        }
    }

    private static double share(Duration cpu, long nanos) {
        return nanos == 0 ? 0 : PERCENT * (double) cpu.toNanos() / nanos;
    }

    private WindowRow row(Path launcher, List<Start> starts, Stay stay) {
        return new WindowRow(launcher.toString(),
                settings.scenario().map(scenario -> scenario.name().toLowerCase(Locale.ROOT)).orElse("nothing"),
                starts.size(), median(starts, start -> start.window().after()),
                median(starts, start -> start.window().cpu()), median(starts, Start::picture),
                stay.watched().toNanos() / NANOS, stay.share(), stay.lastShare(), stay.figures().residentMb(),
                stay.figures().mostResidentMb(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static double median(List<Start> starts, Function<Start, Duration> figure) {
        double[] sorted = starts.stream().map(figure).mapToDouble(each -> each.toNanos() / NANOS).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
