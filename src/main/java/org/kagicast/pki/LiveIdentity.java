package org.kagicast.pki;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.time.Time;

/// A node's identity that is renewed while the node runs. New connections use the newest certificate; those that stand
/// go on. Safe for use by several threads.
public final class LiveIdentity {

    private final IdentityFolder folder;
    private final Time time;
    private final SecureRandom randomness;
    private volatile NodeIdentity current;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private LiveIdentity(IdentityFolder folder, NodeIdentity first, Time time, SecureRandom randomness) {
        this.folder = folder;
        this.current = first;
        this.time = time;
        this.randomness = randomness;
    }

    /// @throws OperatorException as [NodeIdentity#load]
    public static LiveIdentity load(Path folder, Time time, SecureRandom randomness) {
        return new LiveIdentity(new IdentityFolder(folder), NodeIdentity.load(folder, time.now()), time, randomness);
    }

    public NodeIdentity current() {
        return current;
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

    /// Gets the next certificate, for a new key, and waits for it.
    ///
    /// @throws OperatorException if it was refused, nobody answered, or it cannot be written down; nothing has changed
    ///         then
    public synchronized void renew(CertificateSource source) {
        KeyPair keys = Ecdsa.generate(randomness);
        folder.writeNextKey(keys, randomness);
        IssuedCertificate issued = source.request(CertificateRequests.create(keys));
        NodeIdentity next = checked(issued, keys);
        folder.takeNext(issued.certificate());
        current = next;
        listeners.forEach(Runnable::run);
    }

    private NodeIdentity checked(IssuedCertificate issued, KeyPair keys) {
        NodeIdentity former = current;
        try {
            PeerCertificate content = former.chainCheck().check(issued.certificate(), KeyPurposeId.id_kp_clientAuth,
                    time.now());
            if (content.identity().equals(former.identity())
                    && issued.certificate().getPublicKey().equals(keys.getPublic())) {
                return new NodeIdentity(keys.getPrivate(), issued.certificate(), former.authority());
            }
        } catch (UntrustedPeerException wrong) {
            throw wrong.told();
        }
        throw new OperatorException("The certificate that came is not one for " + former.identity()
                + ": check which key server answered.");
    }

    @Override
    public String toString() {
        return current.toString();
    }
}
