package org.kagicast.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program started by a test, with its output in files. Only this program is ended, with the children it made.
final class Program implements AutoCloseable {

    static final Path LAUNCHER = Path.of("target", "kagicast", "bin", "kagicast").toAbsolutePath();

    private final List<String> command;
    private final Path output;
    private final Path errors;
    private final Process process;

    private Program(Path folder, Map<String, String> environment, List<String> command) {
        this.command = command;
        try {
            this.output = Files.createTempFile(folder, "output", ".txt");
            this.errors = Files.createTempFile(folder, "errors", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command + ": install it", e);
        }
    }

    static Program start(Path folder, String... command) {
        return new Program(folder, Map.of(), List.of(command));
    }

    static Program start(Path folder, Map<String, String> environment, String... command) {
        return new Program(folder, environment, List.of(command));
    }

    static Program kagicast(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return new Program(folder, Map.of(), command);
    }

    Program await(Duration longest) {
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(command + " did not end within " + longest + "; it said: " + errors());
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        return this;
    }

    Program succeed(Duration longest) {
        await(longest);
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " ended with " + process.exitValue() + "; it said: " + errors());
        }
        return this;
    }

    long processId() {
        return process.pid();
    }

    int status() {
        return process.exitValue();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    String output() {
        return read(output);
    }

    String errors() {
        return read(errors);
    }

    /// Asks the program to end (SIGTERM).
    void stop() {
        process.destroy();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroy);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
