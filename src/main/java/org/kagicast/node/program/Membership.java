package org.kagicast.node.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.kagicast.files.CloseStack;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.HostPort;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.ConfigurationMessage;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.node.Node;
import org.kagicast.pki.AutomaticRenewal;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.Revocations;
import org.kagicast.pki.TrustAudit;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.network.EnrolmentCaller;
import org.kagicast.rpc.network.TlsNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's membership of its trust domain: its identity, which renews itself at the server that enrolled it, and the
/// network that it opens.
public final class Membership {

    /// Who gives the keys.
    static final Set<Role> KEY_SERVERS = Set.of(Role.KEY_SERVER, Role.KEY_MASTER, Role.KEY_SLAVE);
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final String ENROLLED_AT = "enrolled-at";

    private final RenewableIdentity self;
    private final TlsNetwork network;

    private Membership(RenewableIdentity self, TlsNetwork network) {
        this.self = self;
        this.network = network;
    }

    /// @param folder of the identity
    /// @param expected the role that the identity must have
    /// @throws OperatorException if there is no such identity
    public static Membership load(Path folder, Role expected, Surroundings around) {
        RenewableIdentity self = RenewableIdentity.load(folder, around.time(), around.randomness());
        if (self.identity().role() != expected) {
            throw new OperatorException(NodeMessage.IDENTITY_OF_OTHER_ROLE.with(folder, self.identity().role().text(),
                    expected.text()));
        }
        return of(self, around);
    }

    static Membership of(RenewableIdentity self, Surroundings around) {
        return new Membership(self, new TlsNetwork(self, around.time(), Revocations.NONE, TrustAudit.NONE));
    }

    /// Remembers in the identity's folder who enrolled it.
    public static void remember(Path folder, HostPort enrolledAt) {
        PrivateFiles.store(folder.resolve(ENROLLED_AT), (enrolledAt + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    RenewableIdentity self() {
        return self;
    }

    public Identity identity() {
        return self.identity();
    }

    /// SHA-256 of the certificate of the trust domain's authority.
    public byte[] authorityFingerprint() {
        return self.current().authorityFingerprint();
    }

    public TlsNetwork network() {
        return network;
    }

    /// The same member, with a network that minds who is revoked.
    ///
    /// @param revocations is asked on every call, in and out
    /// @param audit hears of connections and calls that were refused, also of those that it refused to make
    Membership minding(Revocations revocations, TrustAudit audit, Surroundings around) {
        return new Membership(self, new TlsNetwork(self, around.time(), revocations, audit));
    }

    /// Renews the identity as long as the program runs: at whoever enrolled it, if that is remembered, or else at the
    /// first of the others that can. Key slaves can too, through their master.
    ///
    /// @param others key servers that the node knows anyway
    /// @param node shows when the certificate ends, and what is wrong with it
    void renew(Path folder, List<HostPort> others, Node node, Surroundings around, Executor executor,
            CloseStack parts) {
        shown(node, self, renew(folder, others, around, executor, parts));
    }

    /// As the other, without a node that shows it.
    AutomaticRenewal renew(Path folder, List<HostPort> others, Surroundings around, Executor executor,
            CloseStack parts) {
        List<Connection> connections = Stream.concat(enrolledAt(folder).stream(), others.stream()).distinct()
                .map(server -> parts.add(network.connect(List.of(server), KEY_SERVERS))).toList();
        return parts.add(AutomaticRenewal.start(self, EnrolmentCaller.renewing(connections, self), around.time(),
                around.randomness(), executor));
    }

    /// Has a node show when its certificate ends, and what is wrong with it.
    static void shown(Node node, RenewableIdentity self, AutomaticRenewal renewal) {
        node.certified(() -> self.current().notAfter());
        node.tells(() -> renewal.problem().stream().toList());
    }

    /// What cannot be read is as good as not remembered: the others are asked then.
    static Optional<HostPort> enrolledAt(Path folder) {
        Path file = folder.resolve(ENROLLED_AT);
        try {
            return Files.exists(file)
                    ? Optional.of(HostPort.parse(ConfigurationMessage.ENROLLING_SERVER, Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException | OperatorException unreadable) {
            LOG.warn("{} does not say who enrolled this node: it is renewed at the key servers that it knows.", file);
            return Optional.empty();
        }
    }
}
