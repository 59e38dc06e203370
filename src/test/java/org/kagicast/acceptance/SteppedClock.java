package org.kagicast.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// This machine's wall clock, put forward or back by what a file says, which is looked at a few times a second. Its monitor
/// guards it. Safe for use by several threads.
final class SteppedClock implements InstantSource {

    /// A step counts after this time at the latest.
    static final Duration WITHIN = Duration.ofMillis(100);

    private final Path file;
    private long read;
    private Duration offset;

    SteppedClock(Path file) {
        this.file = file;
        this.offset = read(file);
        this.read = System.nanoTime();
    }

    @Override
    public synchronized Instant instant() {
        if (System.nanoTime() - read > WITHIN.toNanos()) {
            offset = read(file);
            read = System.nanoTime();
        }
        return Instant.now().plus(offset);
    }

    /// Puts the clocks of whoever reads the file.
    static void put(Path file, Duration offset) {
        try {
            Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), offset.toString());
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration read(Path file) {
        try {
            return Duration.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
