package org.kagicast.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kagicast.audit.AuditPin;
import org.kagicast.contentserver.keys.KeyProvider;
import org.kagicast.contentserver.source.NamedSource;
import org.kagicast.contentserver.source.SourceSpec;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.lab.Scenario;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Dscp;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.ConfigurationMessage;
import org.kagicast.rpc.keys.KeyServerChoice;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;

/// The command line as a whole: parses, runs, and turns faults into one sentence and an exit status: 0 success, 1
/// failure, 2 wrong usage.
public final class Kagicast {

    private static final int FAILURE = 1;
    private static final int WRONG_USAGE = 2;

    private final InputStream input;
    private final OutputStream output;
    private final PrintWriter out;
    private final PrintWriter err;
    private final InstantSource wallClock;
    private final ClassLoader addOns;

    public Kagicast() {
        this(InstantSource.system());
    }

    /// Takes standard output as it is: the print stream that stands for it keeps faults to itself.
    ///
    /// @param wallClock what the roles' programs take for the time of day
    public Kagicast(InstantSource wallClock) {
        this(System.in, new FileOutputStream(FileDescriptor.out), System.err, wallClock,
                Kagicast.class.getClassLoader());
    }

    Kagicast(InputStream input, OutputStream output, OutputStream errors) {
        this(input, output, errors, InstantSource.system(), Kagicast.class.getClassLoader());
    }

    /// @param addOns where commands are looked for that not every package holds
    Kagicast(InputStream input, OutputStream output, OutputStream errors, InstantSource wallClock,
            ClassLoader addOns) {
        this.input = input;
        this.output = output;
        this.out = new PrintWriter(output, true, StandardCharsets.UTF_8);
        this.err = new PrintWriter(errors, true, StandardCharsets.UTF_8);
        this.wallClock = wallClock;
        this.addOns = addOns;
    }

    /// How each command of this package is made, in the order in which help lists them.
    private Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("console", ConsoleCommand::new);
        commands.put("lab", () -> new LabCommand(input, output));
        commands.put("domain", () -> new DomainCommand(input));
        commands.put("enrol", () -> new EnrolCommand(input));
        commands.put("key-server", () -> new KeyServerCommand(Role.KEY_SERVER, input, output, wallClock));
        commands.put("key-master", () -> new KeyServerCommand(Role.KEY_MASTER, input, output, wallClock));
        commands.put("key-slave", () -> new KeySlaveCommand(input, output, wallClock));
        commands.put("content-server", () -> new ContentServerCommand(input, output, wallClock));
        commands.put("client", () -> new ClientCommand(input, output, wallClock));
        commands.put("status", NodeCommands.Status::new);
        commands.put("watch", NodeCommands.Watch::new);
        commands.put("keys", NodeCommands.Keys::new);
        commands.put("rekey", NodeCommands.Rekey::new);
        commands.put("grant", () -> new NodeCommands.Grant(true));
        commands.put("ungrant", () -> new NodeCommands.Grant(false));
        commands.put("revoke", RevokeCommand::new);
        commands.put("reinstate", ReinstateCommand::new);
        commands.put("policy", PolicyCommand::new);
        commands.put("stream", StreamCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("key-table", () -> new KeyTableCommand(input));
        return commands;
    }

    /// The whole command line, for help and for what is made from it: manual pages.
    CommandLine commandLine() {
        CommandLine whole = new CommandLine(new Root());
        commands().forEach((name, command) -> whole.addSubcommand(name, command.get()));
        List<AddOnCommand> added = AddOns.addTo(whole, addOns);
        whole.addSubcommand(new CompletionCommand()).addSubcommand(new HelpCommand());
        return prepared(whole, added);
    }

    /// As much of the command line as the arguments need: most of what a short command takes is the model of all the
    /// others.
    CommandLine commandLineFor(String... arguments) {
        if (arguments.length == 0) {
            return prepared(new CommandLine(new Root()), List.of());
        }
        Supplier<Object> named = commands().get(arguments[0]);
        return named == null
                ? commandLine()
                : prepared(new CommandLine(new Root()).addSubcommand(arguments[0], named.get()), List.of());
    }

    private CommandLine prepared(CommandLine root, List<AddOnCommand> added) {
        converting(root).setOut(out).setErr(err).setParameterExceptionHandler((fault, _) -> usage(fault))
                .setExecutionExceptionHandler((fault, command, _) -> failure(fault, command));
        describe(root, "key-server",
                "Makes keys and gives them out, and enrols others when it has the trust domain's folder.");
        describe(root, "key-master", "A key server that also feeds key slaves, which answer clients in its place.");
        describe(root, "grant",
                "Gives a client the right to the keys of a stream, or a content server the stream itself, at once.");
        describe(root, "ungrant",
                "Takes a client's right to the keys of a stream back, or a content server's to the stream, at once.",
                "A client keeps the keys that it has fetched until the next change: 'kagicast revoke' shuts it out.");
        Examples.addTo(root, added);
        return root;
    }

    /// Has a command line read the project's own types from text.
    static CommandLine converting(CommandLine reading) {
        return reading.registerConverter(Duration.class, telling(Durations::parse))
                .registerConverter(Scenario.class, telling(Scenario::of))
                .registerConverter(MulticastGroup.class, telling(MulticastGroup::parse))
                .registerConverter(SourceSpec.class, telling(Sources::parse))
                .registerConverter(NamedSource.class, telling(NamedSource::parse))
                .registerConverter(Role.class, telling(Role::of))
                .registerConverter(NodeName.class, telling(NodeName::new))
                .registerConverter(StreamName.class, telling(StreamName::new))
                .registerConverter(KeyLabel.class, telling(KeyLabel::new))
                .registerConverter(KeyLine.class, telling(KeyLine::parse))
                .registerConverter(CipherSuite.class, telling(CipherSuite::of))
                .registerConverter(AuthenticityMode.class, telling(AuthenticityMode::of))
                .registerConverter(OnOff.class, telling(OnOff::of))
                .registerConverter(KeyProvider.Origin.class, telling(KeyProvider.Origin::of))
                .registerConverter(KeyServerChoice.class, telling(KeyServerChoice::of))
                .registerConverter(AuditPin.class, telling(AuditPin::parse))
                .registerConverter(Dscp.class, telling(Dscp::parse))
                .registerConverter(InetAddress.class, telling(Kagicast::address))
                .registerConverter(HostPort.class, telling(text -> HostPort.parse(ConfigurationMessage.ADDRESS, text)));
    }

    /// Reads arguments, and the configuration that they name, without running anything.
    ///
    /// @param command of the class that they are for
    /// @param settings what its options mean
    /// @throws OperatorException if they cannot be read
    static <T, S> S read(List<String> arguments, Class<T> command, Function<T, S> settings) {
        String[] each = arguments.toArray(String[]::new);
        CommandLine reading = new Kagicast(InputStream.nullInputStream(), OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream()).commandLineFor(each);
        ConfigurationFile.apply(reading, each);
        try {
            return settings.apply(
                    command.cast(reading.parseArgs(each).subcommand().commandSpec().userObject()));
        } catch (CommandLine.ParameterException wrong) {
            throw new OperatorException(OptionErrors.message(wrong), wrong);
        }
    }

    private static void describe(CommandLine root, String command, String... description) {
        Optional.ofNullable(root.getSubcommands().get(command))
                .ifPresent(found -> found.getCommandSpec().usageMessage().description(description));
    }

    /// @return the exit status
    public int run(String... arguments) {
        CommandLine commandLine = commandLineFor(arguments);
        try {
            ConfigurationFile.apply(commandLine, arguments);
        } catch (OperatorException told) {
            commandLine.getErr().println("kagicast: " + told.getMessage());
            return WRONG_USAGE;
        }
        return commandLine.execute(arguments);
    }

    /// Names are not looked up.
    private static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notLiteral) {
            throw new OperatorException(ConfigurationMessage.ADDRESS_NOT_NUMERIC.with(text),
                    notLiteral);
        }
    }

    private static <T> ITypeConverter<T> telling(ITypeConverter<T> parser) {
        return text -> {
            try {
                return parser.convert(text);
            } catch (OperatorException told) {
                throw OptionErrors.conversion(told);
            }
        };
    }

    private static int usage(CommandLine.ParameterException told) {
        CommandLine.ParameterException fault = misspelt(told);
        CommandLine command = fault.getCommandLine();
        command.getErr().println("kagicast: " + String.valueOf(fault.getMessage()).replaceFirst("^Error: ", ""));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(fault, command.getErr())) {
            command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return WRONG_USAGE;
    }

    /// A misspelt option is why the right one is missing.
    private static CommandLine.ParameterException misspelt(CommandLine.ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        List<String> unknown = command.getUnmatchedArguments().stream().filter(word -> word.startsWith("-")).toList();
        return fault instanceof CommandLine.MissingParameterException && !unknown.isEmpty()
                ? new CommandLine.UnmatchedArgumentException(command, unknown)
                : fault;
    }

    private static int failure(Exception fault, CommandLine command) {
        if (fault instanceof OperatorException told) {
            command.getErr().println("kagicast: " + told.getMessage());
        } else {
            LoggerFactory.getLogger(Kagicast.class).error("An unexpected fault", fault);
            command.getErr()
                    .println("kagicast: Something went wrong that should not (" + fault.getClass().getSimpleName()
                            + "): see the log above, and report it.");
        }
        return FAILURE;
    }

    /// `kagicast` alone is `kagicast console`.
    @Command(name = "kagicast", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
            "Encrypted multicast whose keys change without anyone noticing.",
            "Without a command, opens the console."}, synopsisSubcommandLabel = "[COMMAND]")
    private record Root() implements Callable<Integer> {

        @Override
        public Integer call() {
            return new ConsoleCommand().call();
        }
    }
}
