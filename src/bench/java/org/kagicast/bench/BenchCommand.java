package org.kagicast.bench;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kagicast.bench.dataplane.DataPlaneBench;
import org.kagicast.bench.dataplane.DataPlaneSettings;
import org.kagicast.bench.window.WindowBench;
import org.kagicast.bench.window.WindowSettings;
import org.kagicast.cli.AddOnCommand;
import org.kagicast.cli.RowPrinter;
import org.kagicast.cli.ShutdownSignal;
import org.kagicast.lab.Scenario;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.node.program.Surroundings;
import org.kagicast.time.SystemTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `kagicast bench`: how fast it is on this machine. Each kind of measurement is a command of its own under it and
/// prints its rows with [RowPrinter].
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures how fast Kagicast is on this machine, beside what the machine itself allows.")
public final class BenchCommand implements AddOnCommand {

    private static final double NANOS = 1e9;

    @Spec
    private CommandSpec spec;

    @Command(name = "key-requests", mixinStandardHelpOptions = true, description = "Measures how many authorised key requests a second a key server answers over mutual TLS: on persistent connections, with a full handshake for each request, and with a resumed one; beside each, what a bare gRPC server reaches.")
    int keyRequests(
            @Option(names = "--mode", defaultValue = "persistent,full-handshake,resumed-handshake", split = ",", converter = ReadMode.class, paramLabel = "MODE", description = "Of these modes only (default: ${DEFAULT-VALUE}).") List<ConnectionMode> modes,
            @Option(names = "--seconds", defaultValue = "5", paramLabel = "N", description = "How long to measure each server in each mode, after a warm-up (default: ${DEFAULT-VALUE}).") double seconds,
            @Option(names = "--connections", defaultValue = "50", paramLabel = "N", description = "Connections at a time, each with one request in flight (default: ${DEFAULT-VALUE}).") int connections,
            @Option(names = "--json", description = "Print one JSON object a row on standard output and nothing else.") boolean json)
            throws InterruptedException {
        RowPrinter rows = printer(json);
        AtomicBoolean clean = new AtomicBoolean(true);
        try (SystemTime time = new SystemTime(); ShutdownSignal stop = new ShutdownSignal()) {
            Surroundings around = new Surroundings(time, new SecureRandom(), InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(), Optional::empty);
            new KeyRequestsBench(
                    new KeyRequestsSettings(modes, Duration.ofNanos((long) (seconds * NANOS)), connections),
                    around, stop.requested()::isDone).run(row -> {
                        rows.print(row);
                        clean.compareAndSet(true, row.withoutError());
                    });
        }
        return clean.get() ? 0 : 1;
    }

    @Command(name = "rekeys", mixinStandardHelpOptions = true, description = "Changes the key of a fast stream many times a second and measures what becomes of its packets: lost, late, and how long they take near a change and elsewhere.")
    int rekeys(
            @Option(names = "--rate", defaultValue = "50000", paramLabel = "N", description = "Packets a second (default: ${DEFAULT-VALUE}).") int rate,
            @Option(names = "--rekeys-per-second", defaultValue = "10", paramLabel = "N", description = "Changes of the key a second (default: ${DEFAULT-VALUE}).") int rekeysPerSecond,
            @Option(names = "--seconds", defaultValue = "60", paramLabel = "N", description = "How long to measure, after a warm-up (default: ${DEFAULT-VALUE}).") int seconds,
            @Option(names = "--immediate", description = "Change keys without announcing it.") boolean immediate,
            @Option(names = "--json", description = "Print one JSON object on standard output and nothing else.") boolean json)
            throws InterruptedException {
        RekeysSettings settings = new RekeysSettings(immediate ? RekeyKind.IMMEDIATE : RekeyKind.ANNOUNCED, rate,
                rekeysPerSecond, Duration.ofSeconds(seconds));
        try (SystemTime time = new SystemTime()) {
            RekeysRow row = new RekeysBench(settings, time, new SecureRandom()).run();
            printer(json).print(row);
            return row.withoutError() ? 0 : 1;
        }
    }

    @Command(name = "data-plane", mixinStandardHelpOptions = true, description = "Measures how many packets a second are sealed, multicast over loopback, received, opened and counted, with announced rekeys every second; beside it, what sealing, opening and the network do alone.")
    int dataPlane(
            @Option(names = "--payload", defaultValue = "188,1316,8192", split = ",", paramLabel = "BYTES", description = "Payloads of the packets, a row for each (default: ${DEFAULT-VALUE}).") List<Integer> payloads,
            @Option(names = "--suite", defaultValue = "aes-256-gcm", paramLabel = "SUITE", description = "aes-128-gcm or aes-256-gcm (default: ${DEFAULT-VALUE}).") CipherSuite suite,
            @Option(names = "--seconds", defaultValue = "5", paramLabel = "N", description = "How long to measure each of the six parts of a row, after a warm-up (default: ${DEFAULT-VALUE}).") int seconds,
            @Option(names = "--group", defaultValue = "239.255.73.1:5904", paramLabel = "ADDRESS:PORT", description = "A multicast group that nobody else on this machine uses (default: ${DEFAULT-VALUE}).") MulticastGroup group,
            @Option(names = "--json", description = "Print one JSON object a row on standard output and nothing else.") boolean json)
            throws InterruptedException {
        RowPrinter rows = printer(json);
        AtomicBoolean clean = new AtomicBoolean(true);
        try (SystemTime time = new SystemTime(); ShutdownSignal stop = new ShutdownSignal()) {
            new DataPlaneBench(new DataPlaneSettings(payloads, suite, seconds), group, time, stop.requested()::isDone)
                    .run(row -> {
                        rows.print(row);
                        clean.compareAndSet(true, row.withoutLoss());
                    });
        }
        return clean.get() ? 0 : 1;
    }

    @Command(name = "signing", mixinStandardHelpOptions = true, description = "Measures what it costs that a stream signs: packets a second, bytes on the network, and delay at given rates, with and without signatures in turns; beside it, how many signatures one thread makes and verifies.")
    int signing(
            @Option(names = "--suite", defaultValue = "aes-256-gcm", paramLabel = "SUITE", description = "The one without signatures: aes-128-gcm or aes-256-gcm (default: ${DEFAULT-VALUE}).") CipherSuite suite,
            @Option(names = "--megabits", defaultValue = "5,500", split = ",", paramLabel = "N", description = "Payload a second at which delays are measured, in Mbit/s, a row for each (default: ${DEFAULT-VALUE}).") List<Integer> megabits,
            @Option(names = "--turns", defaultValue = "3", paramLabel = "N", description = "Turns of which the middle one counts (default: ${DEFAULT-VALUE}).") int turns,
            @Option(names = "--seconds", defaultValue = "5", paramLabel = "N", description = "How long each turn lasts, after a warm-up (default: ${DEFAULT-VALUE}).") double seconds,
            @Option(names = "--group", defaultValue = "239.255.73.1:5904", paramLabel = "ADDRESS:PORT", description = "A multicast group that nobody else on this machine uses (default: ${DEFAULT-VALUE}).") MulticastGroup group,
            @Option(names = "--json", description = "Print one JSON object a row on standard output and nothing else.") boolean json)
            throws InterruptedException {
        try (SystemTime time = new SystemTime(); ShutdownSignal stop = new ShutdownSignal()) {
            new SigningBench(new SigningSettings(suite, megabits, turns, Duration.ofNanos((long) (seconds * NANOS))),
                    group, time,
                    new SecureRandom(), stop.requested()::isDone)
                    .run(printer(json)::print, printer(json)::print, printer(json)::print);
        }
        return 0;
    }

    private RowPrinter printer(boolean json) {
        return new RowPrinter(spec.commandLine().getOut(), json);
    }

    @Command(name = "console", mixinStandardHelpOptions = true, description = "Measures how soon the console's window is open and shows a picture, and what share of a core and how much memory the console takes, with a lab that changes its keys every 10 seconds or with nothing in it. On Linux.")
    int console(
            @Option(names = "--launcher", paramLabel = "FILE", description = "Start the console with this; can be repeated, and each is then measured in turn, such as two builds (default: the launcher of this package).") List<Path> launchers,
            @Option(names = "--lab", defaultValue = "classroom", paramLabel = "SCENARIO", description = "Lab in the window (default: ${DEFAULT-VALUE}).") Scenario scenario,
            @Option(names = "--at-rest", description = "Measure a window with nothing in it.") boolean atRest,
            @Option(names = "--starts", defaultValue = "5", paramLabel = "N", description = "Starts of which the median is told (default: ${DEFAULT-VALUE}).") int starts,
            @Option(names = "--seconds", defaultValue = "600", paramLabel = "N", description = "How long to watch the last one, after a warm-up of 30 s (default: ${DEFAULT-VALUE}).") int seconds,
            @Option(names = "--headless", description = "Draw into memory, without a display.") boolean headless,
            @Option(names = "--json", description = "Print one JSON object a row on standard output and nothing else.") boolean json)
            throws InterruptedException {
        RowPrinter rows = printer(json);
        WindowSettings settings = new WindowSettings(
                launchers == null || launchers.isEmpty() ? List.of(ownLauncher()) : launchers,
                Optional.of(scenario).filter(lab -> !atRest), starts, Duration.ofSeconds(seconds), headless);
        try (SystemTime time = new SystemTime();
                ShutdownSignal stop = new ShutdownSignal();
                ScratchFolder scratch = ScratchFolder.make()) {
            new WindowBench(settings, scratch.path(""), time, stop.requested()::isDone).run(rows::print);
        }
        return 0;
    }

    /// The one beside the folder of the jar that this class is in.
    private static Path ownLauncher() {
        try {
            Path jar = Path.of(BenchCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return jar.resolveSibling("../bin/kagicast").normalize();
        } catch (URISyntaxException e) {
            throw new OperatorException("This package has no launcher: name one with --launcher.", e);
        }
    }

    @Command(name = "bare-key-server", hidden = true, mixinStandardHelpOptions = true, description = "What key-requests compares a key server with: answers all requests alike, on the loopback interface.")
    int bareKeyServer(
            @Option(names = "--identity", required = true, paramLabel = "DIR", description = "Folder of a key server's identity.") Path identity) {
        try (SystemTime time = new SystemTime();
                ShutdownSignal stop = new ShutdownSignal();
                BareKeyServer server = BareKeyServer.start(identity, time)) {
            spec.commandLine().getErr().println("The bare key server is up at " + server.address());
            stop.requested().join();
        }
        return 0;
    }

    /// Reads a mode, and tells one that there is not in the words of [ConnectionMode].
    static final class ReadMode implements ITypeConverter<ConnectionMode> {

        @Override
        public ConnectionMode convert(String text) {
            try {
                return ConnectionMode.of(text);
            } catch (OperatorException told) {
                throw new TypeConversionException(told.getMessage());
            }
        }
    }
}
