package org.kagicast.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.kagicast.contentserver.source.SourceSpec;
import org.kagicast.lab.Lab;
import org.kagicast.lab.LabOptions;
import org.kagicast.lab.LabRun;
import org.kagicast.lab.LabSummary;
import org.kagicast.lab.Scenario;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.SystemTime;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kagicast lab`: all roles in one process, with no window.
@Command(name = "lab", mixinStandardHelpOptions = true, description = "Runs all roles in one process, with no window, and tells what happened.")
final class LabCommand implements Callable<Integer> {

    private static final Duration DEFAULT_DURATION = Duration.ofSeconds(30);

    private final InputStream input;
    private final OutputStream output;

    @Spec
    private CommandSpec spec;

    @Option(names = "--scenario", defaultValue = "third", paramLabel = "SCENARIO", description = "first, second, third or classroom (default: ${DEFAULT-VALUE}).")
    private Scenario scenario;

    @Option(names = "--source", defaultValue = "test-card", paramLabel = "SOURCE", description = "test-card, pattern:[rate=1000][&size=1316], file:PATH[?rate=20M][&loop=true], udp://[ADDR@]HOST:PORT[?rtp=keep|strip] or -[?rate=20M] (default: ${DEFAULT-VALUE}).")
    private SourceSpec source;

    @Option(names = "--sink", defaultValue = "count", paramLabel = "SINK", description = "udp://HOST:PORT, file:PATH (overwritten when it is opened; file:PATH?append goes on behind what is there), - or count; %%n is the client's name, and a sink without it is for the first client (default: ${DEFAULT-VALUE}).")
    private String sink;

    @Option(names = "--group", paramLabel = "GROUP:PORT", description = "Group of the first stream (default: the first silent one from 239.1.1.1:5004 on).")
    private Optional<MulticastGroup> group;

    @Option(names = "--interface", paramLabel = "NAME", description = "Interface to multicast through (default: the loopback).")
    private Optional<String> networkInterface;

    @Option(names = "--announce-every", paramLabel = "DURATION", description = "Order an announced rekey so often, for example 5s.")
    private Optional<Duration> announceEvery;

    @Option(names = "--immediate-every", paramLabel = "DURATION", description = "Order an immediate rekey so often, for example 7s.")
    private Optional<Duration> immediateEvery;

    @Option(names = "--duration", paramLabel = "DURATION", description = "The longest time (default: until a file or standard input has ended, otherwise 30s).")
    private Optional<Duration> duration;

    @Option(names = "--signed", description = "Have the streams sign what they send, so that no member can pass for a content server.")
    private boolean signed;

    @Option(names = "--impostor", description = "Put an impostor among the members, who seals a test card of its own under the keys of all streams.")
    private boolean impostor;

    @Option(names = "--json", description = "Print one JSON object on standard output and nothing else.")
    private boolean json;

    LabCommand(InputStream input, OutputStream output) {
        this.input = input;
        this.output = output;
    }

    @Override
    public Integer call() {
        LabRun run = new LabRun(announceEvery, immediateEvery, longest());
        try (SystemTime time = new SystemTime(); ShutdownSignal stop = new ShutdownSignal()) {
            LabSummary summary;
            Lab lab = Lab.start(options(), time);
            try (lab) {
                summary = run.run(lab, time, stop.requested(), progress());
            }
            print(summary);
            requireSent(summary);
            requireDelivered(lab.undelivered().stream().map(CodedMessage::text).toList());
        }
        return 0;
    }

    private LabProgress progress() {
        boolean isTerminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return new LabProgress(spec.commandLine().getErr(), isTerminal);
    }

    /// A lab that has sent nothing has shown nothing.
    private void requireSent(LabSummary summary) {
        LabSummary.StreamPart first = summary.streams().getFirst();
        if (first.packetsSent() == 0) {
            throw new OperatorException(LabText.nothingCame(first.name(), source.text()));
        }
    }

    /// What was written is not what the summary counts as opened.
    private static void requireDelivered(List<String> undelivered) {
        if (!undelivered.isEmpty()) {
            throw new OperatorException(String.join(" ", undelivered));
        }
    }

    private LabOptions options() {
        LabOptions options = LabOptions.of(scenario).withSource(source).withSink(sink).withSigning(signed)
                .withImpostor(impostor).withStandardStreams(input, output);
        if (group.isPresent()) {
            options = options.withFirstGroup(group.get());
        }
        if (networkInterface.isPresent()) {
            options = options.withNetworkInterface(networkInterface.get());
        }
        return announceEvery.isPresent() || immediateEvery.isPresent() ? options.withoutCryptoPeriod() : options;
    }

    private Optional<Duration> longest() {
        boolean ends = switch (source) {
            case SourceSpec.File file -> !file.loop();
            case SourceSpec.StandardInput _ -> true;
            case SourceSpec.TestCard _,SourceSpec.Pattern _,SourceSpec.Udp _,SourceSpec.Several _ -> false;
        };
        return duration.isPresent() || ends ? duration : Optional.of(DEFAULT_DURATION);
    }

    /// When payloads go to standard output, the summary goes to standard error.
    private void print(LabSummary summary) {
        PrintWriter writer = sink.equals("-") ? spec.commandLine().getErr() : spec.commandLine().getOut();
        if (json) {
            writer.println(Json.write(summary));
        } else {
            LabText.write(summary, writer);
        }
    }
}
