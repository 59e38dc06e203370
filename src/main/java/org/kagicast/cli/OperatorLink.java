package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.kagicast.model.HostPort;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.node.NodeClient;
import org.kagicast.node.program.Membership;
import org.kagicast.node.program.OperatorRenewal;
import org.kagicast.node.program.Surroundings;
import org.kagicast.rpc.GrpcErrors;
import org.kagicast.time.SystemTime;
import org.kagicast.time.Time;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options by which an operator names a node and who he is.
final class OperatorLink {

    private static final String OPERATOR = "operator";

    /// Long enough for a machine that is busy; one that is not there is told at once.
    private static final long PATIENCE_SECONDS = 20;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--node", required = true, paramLabel = "HOST:PORT", description = "The node.")
    private HostPort node;

    @Option(names = "--identity", paramLabel = "DIR", description = "Folder of the operator's identity (default: ~/.config/kagicast/operator, where 'domain init' puts it).")
    private Optional<Path> identity = Optional.empty();

    @Option(names = "--json", description = "Print JSON on standard output and nothing else.")
    private boolean json;

    /// Where the operator's identity lies unless an option says otherwise.
    static Path usualIdentity() {
        return ConfigurationFolder.ofUser(System.getenv()).resolve(OPERATOR);
    }

    boolean json() {
        return json;
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    /// Prints an answer in the form that the operator chose.
    void print(Object forJson, Object text) {
        out().println(json ? Json.write(forJson) : text);
    }

    NodeClient connect(Time time) {
        return connect(node, identity, time, command.commandLine().getErr());
    }

    /// Asks the node one thing.
    ///
    /// @throws OperatorException if it refuses, or does not answer
    <T> T ask(Function<NodeClient, CompletableFuture<T>> question) {
        try (SystemTime time = new SystemTime(); NodeClient client = connect(time)) {
            return answer(question.apply(client).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    /// Waits for what the node answers.
    ///
    /// @throws OperatorException if it refuses, or does not answer
    <T> T answer(CompletableFuture<T> question) {
        return answer(question, identity);
    }

    /// @param identity folder of the operator's identity, if not the usual one
    static <T> T answer(CompletableFuture<T> question, Optional<Path> identity) {
        try {
            return join(question);
        } catch (OperatorException told) {
            throw GrpcErrors.isDistrust(told) ? withIdentity(told, identity) : told;
        }
    }

    /// Whoever has several trust domains takes the wrong identity easily.
    private static OperatorException withIdentity(OperatorException told, Optional<Path> identity) {
        return new OperatorException(told.getMessage() + " (The operator's identity used is the one in "
                + identity.orElseGet(OperatorLink::usualIdentity)
                + "; --identity names another, such as --identity domain/operator.)", told);
    }

    /// What the node and its roles do now.
    NodeSnapshot snapshot(NodeClient.Keys keys) {
        return ask(client -> {
            CompletableFuture<NodeSnapshot> first = new CompletableFuture<>();
            client.watchSnapshots(keys, first::complete, first::completeExceptionally);
            return first;
        });
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof OperatorException told) {
                throw told;
            }
            if (failed.getCause() instanceof TimeoutException) {
                throw new OperatorException("The node did not answer within " + PATIENCE_SECONDS
                        + " s: check that it runs and can be reached. What it was asked for it may do all the same.",
                        failed);
            }
            throw failed;
        }
    }

    /// Renews the operator's certificate on the way, where it is time.
    ///
    /// @param identity folder of the operator's identity, if not the usual one
    /// @param warnings takes what is to be told of the certificate
    static NodeClient connect(HostPort node, Optional<Path> identity, Time time, PrintWriter warnings) {
        Path folder = identity.orElseGet(OperatorLink::usualIdentity);
        Membership operator = operator(folder, time);
        OperatorRenewal.onTheWay(operator, folder, node, time).ifPresent(warnings::println);
        return connect(operator, node);
    }

    /// @throws OperatorException if the folder holds no identity of an operator
    static Membership operator(Path identity, Time time) {
        if (Files.notExists(identity)) {
            throw new OperatorException(EnrolmentMessage.NO_OPERATOR_IDENTITY.with(identity));
        }
        return Membership.load(identity, Role.OPERATOR, new Surroundings(time, new SecureRandom(),
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), Optional::empty));
    }

    /// Opens a way to a node, which need not run yet.
    static NodeClient connect(Membership operator, HostPort node) {
        return new NodeClient(operator.network().connect(List.of(node),
                EnumSet.complementOf(EnumSet.of(Role.OPERATOR))));
    }
}
