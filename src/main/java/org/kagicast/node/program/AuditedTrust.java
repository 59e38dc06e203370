package org.kagicast.node.program;

import java.time.Duration;
import java.util.Optional;
import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditReason;
import org.kagicast.audit.AuditSink;
import org.kagicast.audit.RefusalLimiter;
import org.kagicast.model.Identity;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.TrustError;
import org.kagicast.pki.TrustEvent;
import org.kagicast.time.Time;

/// Puts what happens around trust into the audit log. Strangers can cause refusals as fast as they like, so these are
/// limited and summed up, apart from those of callers that have proved who they are; those are summed up over longer
/// times. The program's log tells of them as well ([RefusalLog]). Safe for use by several threads.
final class AuditedTrust implements TrustAudit, AutoCloseable {

    /// A node that is shut out and runs on calls every few seconds, for as long as it runs.
    private static final RefusalLimiter.Limits LASTING = RefusalLimiter.Limits.DEFAULT
            .summingUpEvery(Duration.ofMinutes(10));

    private final AuditSink audit;
    private final RefusalLimiter strangers;
    private final RefusalLimiter callers;
    private final RefusalLog log;

    AuditedTrust(AuditSink audit, Time time) {
        this.audit = audit;
        this.strangers = new RefusalLimiter(audit, RefusalLimiter.Limits.DEFAULT, time);
        this.callers = new RefusalLimiter(audit, LASTING, time);
        this.log = new RefusalLog(time);
    }

    @Override
    public void record(TrustEvent event) {
        switch (event) {
            case TrustEvent.TokenIssued issued -> audit.record(AuditEvent.tokenIssued(issued.by(), issued.who()));
            case TrustEvent.TokenMade made -> audit.record(AuditEvent.tokenMade(made.who()));
            case TrustEvent.Enrolled enrolled -> audit.record(AuditEvent.enrolled(enrolled.who()));
            case TrustEvent.Renewed renewed -> audit.record(AuditEvent.renewed(renewed.who()));
            case TrustEvent.IdentityShared shared -> audit.record(AuditEvent.identityShared(shared.who()));
            case TrustEvent.EnrolmentRefused refused -> refused(strangers, refused.who(), refused.why(),
                    AuditEvent.enrolmentRefused(refused.who(), reason(refused.reason())));
            case TrustEvent.ConnectionRefused refused ->
                refused(strangers, refused.who(), refused.why(),
                        AuditEvent.callRefused(refused.who(), reason(refused.reason())));
            case TrustEvent.CallRefused refused ->
                refused(refused.who().isPresent() ? callers : strangers, refused.who(), refused.why(),
                        AuditEvent.callRefused(refused.who(), reason(refused.reason())));
        }
    }

    private static AuditReason reason(TrustError reason) {
        return switch (reason) {
            case NO_IDENTITY -> AuditReason.NO_IDENTITY;
            case FOREIGN_DOMAIN -> AuditReason.FOREIGN_DOMAIN;
            case WRONG_ROLE -> AuditReason.WRONG_ROLE;
            case EXPIRED -> AuditReason.EXPIRED;
            case REVOKED -> AuditReason.REVOKED;
            case TOKEN_USED -> AuditReason.TOKEN_USED;
            case TOKEN_FORGED -> AuditReason.TOKEN_FORGED;
            case OTHER -> AuditReason.UNTRUSTED;
        };
    }

    private void refused(RefusalLimiter limiter, Optional<Identity> who, String why, AuditEvent event) {
        log.refused(who, why, limiter.refused(event));
    }

    /// Writes what is not written yet. Twice is harmless.
    @Override
    public void close() {
        strangers.close();
        callers.close();
        log.close();
    }
}
