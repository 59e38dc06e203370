package org.kagicast.pki;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Identity;
import org.kagicast.model.Role;
import org.kagicast.model.message.TrustMessage;
import org.kagicast.pki.TrustEvent.ConnectionRefused;
import org.kagicast.time.Time;

/// Decides in the TLS handshake whether the other end is one to talk to: of the same trust domain, with a certificate
/// in force, and, where it is the server, in an expected role and with the dialled address in its certificate. A server
/// lets in a caller whose certificate has ended not long ago, since that one may renew it; what else it calls is judged
/// call by call.
///
/// What it refuses, it tells the audit. Safe for use by several threads.
public final class PeerTrust extends EngineTrust {

    private final ChainCheck chain;
    private final Set<Role> expected;
    private final Revocations revocations;
    private final Time time;
    private final TrustAudit audit;

    public PeerTrust(ChainCheck chain, Set<Role> expected, Revocations revocations, Time time, TrustAudit audit) {
        this.chain = chain;
        this.expected = expected;
        this.revocations = revocations;
        this.time = time;
        this.audit = audit;
    }

    /// Trust of a server in its callers, whose roles and revocations are judged call by call.
    public static PeerTrust inCallers(NodeIdentity self, Time time, TrustAudit audit) {
        return new PeerTrust(self.chainCheck(), EnumSet.allOf(Role.class), Revocations.NONE, time, audit);
    }

    /// Trust of a caller in servers.
    ///
    /// @param expected the roles that it came for: a certificate of another role cannot pose as one of them
    public static PeerTrust inServers(NodeIdentity self, Set<Role> expected, Time time, TrustAudit audit) {
        return inServers(self, expected, Revocations.NONE, time, audit);
    }

    /// @param revocations servers that are not to be believed, whatever their certificate says
    public static PeerTrust inServers(NodeIdentity self, Set<Role> expected, Revocations revocations, Time time,
            TrustAudit audit) {
        return new PeerTrust(self.chainCheck(), Set.copyOf(expected), revocations, time, audit);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String authType, SSLEngine engine)
            throws CertificateException {
        audited(presented, () -> chain.check(leaf(presented), KeyPurposeId.id_kp_clientAuth, time.now(),
                Lifetimes.GRACE));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String authType, SSLEngine engine)
            throws CertificateException {
        audited(presented, () -> {
            PeerCertificate peer = chain.check(leaf(presented), KeyPurposeId.id_kp_serverAuth, time.now(),
                    Duration.ZERO);
            checkRole(peer);
            checkNotRevoked(peer);
            checkAddress(peer, engine.getPeerHost());
            return peer;
        });
    }

    private void checkRole(PeerCertificate peer) throws UntrustedPeerException {
        if (!expected.contains(peer.identity().role())) {
            String roles = expected.stream().sorted().map(Role::text).collect(Collectors.joining("/"));
            throw new UntrustedPeerException(TrustError.WRONG_ROLE,
                    TrustMessage.WRONG_ROLE.with(peer.owner(), roles));
        }
    }

    private void checkNotRevoked(PeerCertificate peer) throws UntrustedPeerException {
        if (revocations.isRevoked(peer.identity())) {
            throw new UntrustedPeerException(TrustError.REVOKED, TrustMessage.REVOKED.with(peer.owner()));
        }
    }

    private static void checkAddress(PeerCertificate peer, @Nullable String host)
            throws UntrustedPeerException {
        if (host == null || !peer.covers(host)) {
            throw new UntrustedPeerException(
                    TrustMessage.ADDRESS_NOT_COVERED.with(peer.owner(), String.valueOf(host)));
        }
    }

    private void audited(X509Certificate[] presented, Check check) throws UntrustedPeerException {
        try {
            check.run();
        } catch (UntrustedPeerException untrusted) {
            audit.record(new ConnectionRefused(time.now(), claimed(presented), untrusted.reason(),
                    untrusted.coded().text()));
            throw untrusted;
        }
    }

    /// Who it says it is, if that can be read; unproven.
    private static Optional<Identity> claimed(X509Certificate[] presented) {
        try {
            return Optional.of(PeerCertificate.of(leaf(presented)).identity());
        } catch (UntrustedPeerException unreadable) {
            return Optional.empty();
        }
    }

    private static X509Certificate leaf(X509Certificate[] presented) throws UntrustedPeerException {
        if (presented.length == 0) {
            throw new UntrustedPeerException(TrustError.NO_IDENTITY,
                    TrustMessage.NO_CERTIFICATE.with());
        }
        return presented[0];
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[]{chain.authority()};
    }

    @FunctionalInterface
    private interface Check {
        PeerCertificate run() throws UntrustedPeerException;
    }
}
