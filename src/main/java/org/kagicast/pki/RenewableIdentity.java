package org.kagicast.pki;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.kagicast.files.ProcessLock;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.time.Time;

/// A node's identity that is renewed while the node runs. New connections use the newest certificate; those that stand
/// go on. Safe for use by several threads.
public final class RenewableIdentity {

    private final IdentityFolder folder;
    private final Time time;
    private final SecureRandom randomness;
    private volatile NodeIdentity current;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private RenewableIdentity(IdentityFolder folder, NodeIdentity first, Time time, SecureRandom randomness) {
        this.folder = folder;
        this.current = first;
        this.time = time;
        this.randomness = randomness;
    }

    /// @throws OperatorException as [NodeIdentity#load]
    public static RenewableIdentity load(Path folder, Time time, SecureRandom randomness) {
        return new RenewableIdentity(new IdentityFolder(folder), NodeIdentity.load(folder, time.now()), time,
                randomness);
    }

    /// Of the host of an enrolment, who can renew it however long ago it ended.
    ///
    /// @throws OperatorException as [NodeIdentity#load], but for the end
    public static RenewableIdentity loadOfHost(Path folder, Time time, SecureRandom randomness) {
        IdentityFolder identity = new IdentityFolder(folder);
        return new RenewableIdentity(identity, identity.load(), time, randomness);
    }

    public NodeIdentity current() {
        return current;
    }

    /// Shows to a key server that it is the holder who asks for the next certificate.
    ///
    /// @param request the certificate request, PKCS#10, DER
    public RenewalProof proof(byte[] request) {
        return RenewalProof.of(current, request);
    }

    /// Stays the same over all renewals.
    public Identity identity() {
        return current.identity();
    }

    /// Has something done after each renewal, on the thread that renews.
    ///
    /// @return ends that; twice is harmless
    public Runnable onRenewed(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Gets the next certificate, for a new key, and waits for it. If another program with this identity has renewed it
    /// in the meantime, that certificate is taken.
    ///
    /// @throws OperatorException if it was refused, nobody answered, or it cannot be written down; nothing has changed
    ///         then
    public synchronized void renew(CertificateSource source) {
        try (ProcessLock _ = folder.hold()) {
            current = renewedElsewhere().orElseGet(() -> next(source));
        }
        listeners.forEach(Runnable::run);
    }

    private NodeIdentity next(CertificateSource source) {
        KeyPair keys = Ecdsa.generate(randomness);
        folder.writeNextKey(keys, randomness);
        IssuedCertificate issued = source.request(CertificateRequests.create(keys));
        NodeIdentity next = checked(issued, keys);
        folder.takeNext(issued.certificate());
        return next;
    }

    private Optional<NodeIdentity> renewedElsewhere() {
        try {
            return Optional.of(folder.load()).filter(
                    onDisk -> onDisk.identity().equals(identity()) && onDisk.notAfter().isAfter(current.notAfter()));
        } catch (OperatorException damaged) {
            return Optional.empty();
        }
    }

    private NodeIdentity checked(IssuedCertificate issued, KeyPair keys) {
        NodeIdentity former = current;
        try {
            PeerCertificate content = former.chainCheck().check(issued.certificate(), KeyPurposeId.id_kp_clientAuth);
            requireNoStepBack(content);
            if (content.identity().equals(former.identity())
                    && issued.certificate().getPublicKey().equals(keys.getPublic())) {
                return new NodeIdentity(keys.getPrivate(), issued.certificate(), former.authority());
            }
        } catch (UntrustedPeerException wrong) {
            throw wrong.told();
        }
        throw new OperatorException(EnrolmentMessage.CERTIFICATE_OF_OTHER.with(former.identity()));
    }

    /// A certificate that has ended already is of use only if it ends later than the present one: the clock is ahead
    /// here then. Else it is behind where it was issued.
    private void requireNoStepBack(PeerCertificate next) {
        if (next.isExpired(time.now()) && !next.notAfter().isAfter(current.notAfter())) {
            throw new OperatorException(
                    EnrolmentMessage.CERTIFICATE_ENDED_ALREADY.with(next.identity(), next.notAfter()));
        }
    }

    @Override
    public String toString() {
        return current.toString();
    }
}
