package org.kagicast.keyserver;

import java.util.Optional;

import org.kagicast.audit.AuditAction;
import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditReason;
import org.kagicast.audit.AuditSink;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.TableRefusal;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;

/// Tells the audit what this key server did and refused, before the answer leaves. Callers are of its own trust domain,
/// as the authoriser has seen to.
final class Auditing {

    private final Identity self;
    private final AuditSink sink;

    Auditing(Identity self, AuditSink sink) {
        this.self = self;
        this.sink = sink;
    }

    /// Whether an answer to a client can be audited without waiting.
    boolean takesAnswersAtOnce() {
        return sink.takesAtOnce(AuditAction.KEY_GIVEN) && sink.takesAtOnce(AuditAction.KEY_REFUSED);
    }

    void created(KeyDescription key) {
        sink.record(AuditEvent.keyCreated(contentServer(key.owner()), key.line(), key.keyId()));
    }

    void deposited(NodeName by, KeyLine line, KeyId keyId) {
        sink.record(AuditEvent.keyDeposited(contentServer(by), line, keyId));
    }

    void stateChanged(NodeName by, KeyDescription key) {
        sink.record(AuditEvent.keyStateChanged(contentServer(by), key.line(), key.keyId(), key.state()));
    }

    void refused(NodeName by, Optional<KeyLine> line, Optional<KeyId> keyId, AuditReason reason) {
        sink.record(AuditEvent.changeRefused(contentServer(by), line, keyId, reason));
    }

    void refused(NodeName by, KeyLine line, TableRefusal refusal) {
        refused(by, Optional.of(line), Optional.empty(), switch (refusal) {
            case TableRefusal.StreamTaken taken -> AuditReason.NOT_ITS_OWN;
            case TableRefusal.TableFull full -> AuditReason.TABLE_FULL;
            case TableRefusal.TooManyStreams many -> AuditReason.TABLE_FULL;
            case TableRefusal.RequestSpent spent -> AuditReason.REQUEST_SPENT;
            case TableRefusal.NumberTooFar far -> AuditReason.UNTRUSTED;
        });
    }

    void given(NodeName to, KeyLine line, KeyId keyId) {
        sink.record(AuditEvent.keyGiven(client(to), line, keyId));
    }

    void refused(NodeName to, Optional<KeyLine> line, KeyId keyId, RefusalReason reason) {
        sink.record(AuditEvent.keyRefused(client(to), line, keyId, reason));
    }

    void granted(Identity by, NodeName client, KeyLine line) {
        sink.record(AuditEvent.granted(by, client(client), line));
    }

    void ungranted(Identity by, NodeName client, KeyLine line) {
        sink.record(AuditEvent.ungranted(by, client(client), line));
    }

    /// The last key that the client may hold is the last one that was called compromised for it.
    void revoked(Identity by, Revocation revocation) {
        Optional<KeyId> last = revocation.compromised().isEmpty()
                ? Optional.empty()
                : Optional.of(revocation.compromised().getLast());
        sink.record(AuditEvent.revoked(by, client(revocation.client()), last));
    }

    /// The key server changed the state of a key by itself.
    void swept(KeyDescription key) {
        sink.record(AuditEvent.keyStateChanged(self, key.line(), key.keyId(), key.state()));
    }

    private Identity contentServer(NodeName name) {
        return new Identity(self.trustDomain(), Role.CONTENT_SERVER, name);
    }

    private Identity client(NodeName name) {
        return new Identity(self.trustDomain(), Role.CLIENT, name);
    }
}
