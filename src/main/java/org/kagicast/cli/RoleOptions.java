package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.metrics.MetricsPort;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;
import org.kagicast.node.program.Program;
import org.kagicast.node.program.Surroundings;
import org.kagicast.pki.files.Passphrase;
import org.kagicast.time.SystemTime;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options that every role's program has, and the way it runs: start, say so, wait, stop in order.
final class RoleOptions {

    private final InputStream input;
    private final OutputStream output;
    private final InstantSource wallClock;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /// Read before the options are, by [ConfigurationFile].
    @SuppressWarnings("unused")
    @Option(names = "--config", paramLabel = "FILE", description = "TOML file with these options by their names, also those that must be given; options on the command line win.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Where others reach this node (default: ${DEFAULT-VALUE}).", defaultValue = "127.0.0.1:0")
    private HostPort listen;

    @Option(names = "--metrics", paramLabel = "[HOST:]PORT", description = "Serve metrics for Prometheus here, without TLS and to whoever asks, on the loopback interface unless a host is given.")
    private Optional<String> metrics = Optional.empty();

    RoleOptions(InputStream input, OutputStream output, InstantSource wallClock) {
        this.input = input;
        this.output = output;
        this.wallClock = wallClock;
    }

    HostPort listen() {
        return listen;
    }

    /// Runs a program that needs no passphrase.
    int run(Function<Surroundings, Program> start) {
        return run(start, Optional::empty);
    }

    /// The same with a program that can take over a changed configuration while it runs; on SIGHUP it does.
    int runReloading(BiFunction<Surroundings, Again, Program> start) {
        List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
        AtomicReference<@Nullable Program> running = new AtomicReference<>();
        if (config.isEmpty()) {
            return run(around -> start.apply(around, new Again(arguments)));
        }
        try (Hangup hangup = Hangup.heed(() -> {
            Program program = running.get();
            if (program != null) {
                program.reload();
            }
        })) {
            return run(around -> {
                Program program = start.apply(around, new Again(arguments));
                running.set(program);
                hangup.begin();
                return program;
            });
        }
    }

    /// The command line and the configuration, to be read again.
    record Again(List<String> arguments) {

        /// @param command that the arguments are for
        /// @param settings what its options mean
        /// @throws OperatorException if they cannot be read any more
        <T, S> S read(Class<T> command, Function<T, S> settings) {
            return Kagicast.read(arguments, command, settings);
        }
    }

    /// Runs a program until it ends by itself or the process is asked to.
    int run(Function<Surroundings, Program> start, Supplier<Optional<Passphrase>> passphrase) {
        PrintWriter told = command.commandLine().getErr();
        try (SystemTime time = new SystemTime(wallClock); ShutdownSignal stop = new ShutdownSignal()) {
            Surroundings around = new Surroundings(time, new SecureRandom(), input, output, passphrase);
            try (Program program = start.apply(around); @Nullable
            MetricsPort port = metricsPort(program)) {
                if (port != null) {
                    told.println("Metrics are at http://" + port.address() + "/metrics");
                    MetricsPort.warning(port.address()).ifPresent(told::println);
                }
                told.println(program.identity() + " is up at " + program.address());
                await(CompletableFuture.anyOf(stop.requested(), program.whenEnded()));
            }
        }
        return 0;
    }

    private @Nullable MetricsPort metricsPort(Program program) {
        return metrics.map(RoleOptions::metricsAddress)
                .map(address -> MetricsPort.open(address, program.node()::summary, program.node()::disk)).orElse(null);
    }

    private static HostPort metricsAddress(String text) {
        boolean isPort = text.chars().allMatch(Character::isDigit);
        return HostPort.parse(ConfigurationMessage.METRICS, isPort ? "127.0.0.1:" + text : text);
    }

    private static void await(CompletableFuture<Object> end) {
        try {
            end.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CompletionException failed) {
            if (failed.getCause() instanceof OperatorException told) {
                throw told;
            }
            throw new IllegalStateException("the program failed", failed);
        }
    }
}
