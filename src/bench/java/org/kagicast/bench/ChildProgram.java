package org.kagicast.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

/// A program of Kagicast's in a process of its own, run by the same Java from the same class path as this one. Ended by
/// its handle.
final class ChildProgram implements AutoCloseable {

    private static final String MAIN = "org.kagicast.cli.Main";
    private static final String UP = " is up at ";
    private static final long MOST_SECONDS_TO_START = 60;
    private static final long MOST_SECONDS_TO_STOP = 6;

    private final Process process;
    private final CompletableFuture<HostPort> address = new CompletableFuture<>();

    private ChildProgram(Process process) {
        this.process = process;
    }

    /// Starts a program; it does not wait until it is up.
    static ChildProgram start(String... arguments) {
        List<String> command = new ArrayList<>(javaCommand());
        command.addAll(List.of(arguments));
        try {
            ChildProgram program = new ChildProgram(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
            Thread.ofVirtual().name("kagicast-bench-child").start(program::listen);
            return program;
        } catch (IOException e) {
            throw new OperatorException("The program " + arguments[0] + " cannot be started: see that "
                    + command.getFirst() + " can be run.", e);
        }
    }

    private static List<String> javaCommand() {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command()
                .orElseGet(() -> System.getProperty("java.home") + "/bin/java"));
        Optional.ofNullable(System.getProperty("jdk.module.path"))
                .ifPresent(path -> command.addAll(List.of("--module-path=" + path,
                        "--add-modules=javafx.controls,javafx.fxml", "--enable-native-access=javafx.graphics")));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true", "-classpath", System.getProperty("java.class.path"), MAIN));
        return command;
    }

    /// Reads what it says as long as it runs, lest it wait for somebody who does.
    private void listen() {
        String last = "";
        try (BufferedReader said = process.errorReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = line;
                int up = line.lastIndexOf(UP);
                if (up >= 0 && !address.isDone()) {
                    address.complete(HostPort.parse(ConfigurationMessage.ADDRESS, line.substring(up + UP.length())));
                }
            }
        } catch (IOException | UncheckedIOException | OperatorException garbled) {
            address.completeExceptionally(garbled);
        }
        address.completeExceptionally(new OperatorException("A server of the measurement did not start; it said: "
                + last));
    }

    /// Where it listens, once it is up.
    HostPort address() throws InterruptedException {
        try {
            return address.get(MOST_SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException failed) {
            throw failed.getCause() instanceof OperatorException told
                    ? told
                    : new OperatorException("A server of the measurement did not start within "
                            + MOST_SECONDS_TO_START + " s: see what else this machine does.", failed);
        }
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
