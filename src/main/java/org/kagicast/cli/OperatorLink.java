package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
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
import org.kagicast.node.NodeClient;
import org.kagicast.node.program.Membership;
import org.kagicast.node.program.Surroundings;
import org.kagicast.time.SystemTime;
import org.kagicast.time.Time;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options by which an operator names a node and who he is.
final class OperatorLink {

    private static final String OPERATOR = "operator";

    private static final long PATIENCE_SECONDS = 5;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--node", required = true, paramLabel = "HOST:PORT", description = "The node.")
    private HostPort node;

    @Option(names = "--identity", paramLabel = "DIR", description = "Folder of the operator's identity (default: the one that 'domain init' made).")
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
        return connect(node, identity, time);
    }

    /// Asks the node one thing.
    ///
    /// @throws OperatorException if it refuses, or does not answer
    <T> T ask(Function<NodeClient, CompletableFuture<T>> question) {
        try (SystemTime time = new SystemTime(); NodeClient client = connect(time)) {
            return join(question.apply(client));
        }
    }

    /// What the node and its roles do now.
    NodeSnapshot snapshot() {
        return ask(client -> {
            CompletableFuture<NodeSnapshot> first = new CompletableFuture<>();
            client.watchSnapshots(first::complete, first::completeExceptionally);
            return first.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        });
    }

    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof OperatorException told) {
                throw told;
            }
            if (failed.getCause() instanceof TimeoutException) {
                throw new OperatorException("The node does not answer: check that it runs and can be reached.", failed);
            }
            throw failed;
        }
    }

    /// @param identity folder of the operator's identity, if not the usual one
    static NodeClient connect(HostPort node, Optional<Path> identity, Time time) {
        return connect(operator(identity.orElseGet(OperatorLink::usualIdentity), time), node);
    }

    /// @throws OperatorException if the folder holds no identity of an operator
    static Membership operator(Path identity, Time time) {
        return Membership.load(identity, Role.OPERATOR, new Surroundings(time, new SecureRandom(),
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), Optional::empty));
    }

    /// Opens a way to a node, which need not run yet.
    static NodeClient connect(Membership operator, HostPort node) {
        return new NodeClient(operator.network().connect(List.of(node),
                EnumSet.complementOf(EnumSet.of(Role.OPERATOR))));
    }
}
