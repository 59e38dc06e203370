package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

import org.kagicast.model.HostPort;
import org.kagicast.model.Role;
import org.kagicast.node.NodeClient;
import org.kagicast.node.program.Membership;
import org.kagicast.node.program.Surroundings;
import org.kagicast.time.Time;

import picocli.CommandLine.Option;

/// The options by which an operator names a node and who he is.
final class OperatorLink {

    private static final String OPERATOR = "operator";

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

    HostPort node() {
        return node;
    }

    boolean json() {
        return json;
    }

    NodeClient connect(Time time) {
        return connect(node, identity, time);
    }

    /// @param identity folder of the operator's identity, if not the usual one
    static NodeClient connect(HostPort node, Optional<Path> identity, Time time) {
        return connect(operator(identity.orElseGet(OperatorLink::usualIdentity), time), node);
    }

    /// @throws org.kagicast.model.OperatorException if the folder holds no identity of an operator
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
