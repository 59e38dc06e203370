package org.kagicast.node.program;

import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditReason;
import org.kagicast.audit.AuditSink;
import org.kagicast.pki.Distrust;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.TrustEvent;
import org.kagicast.time.Time;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts what happens around trust into the audit log. Strangers can cause refusals as fast as they like, so only so many
/// a second are written. Safe for use by several threads.
final class AuditedTrust implements TrustAudit {

    private static final Logger LOG = LoggerFactory.getLogger(AuditedTrust.class);
    private static final int REFUSALS_PER_SECOND = 20;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final AuditSink audit;
    private final Time time;
    private long second;
    private int refusals;

    AuditedTrust(AuditSink audit, Time time) {
        this.audit = audit;
        this.time = time;
        this.second = time.nanos();
    }

    @Override
    public void record(TrustEvent event) {
        switch (event) {
            case TrustEvent.TokenIssued issued -> audit.record(AuditEvent.tokenIssued(issued.by(), issued.who()));
            case TrustEvent.Enrolled enrolled -> audit.record(AuditEvent.enrolled(enrolled.who()));
            case TrustEvent.Renewed renewed -> audit.record(AuditEvent.renewed(renewed.who()));
            case TrustEvent.IdentityShared shared -> audit.record(AuditEvent.identityShared(shared.who()));
            case TrustEvent.EnrolmentRefused refused -> refused(refused.why(),
                    AuditEvent.enrolmentRefused(refused.who(), reason(refused.reason())));
            case TrustEvent.ConnectionRefused refused ->
                refused(refused.why(), AuditEvent.callRefused(refused.who(), reason(refused.reason())));
            case TrustEvent.CallRefused refused ->
                refused(refused.why(), AuditEvent.callRefused(refused.who(), reason(refused.reason())));
        }
    }

    private static AuditReason reason(Distrust reason) {
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

    private void refused(String why, AuditEvent event) {
        if (mayWrite()) {
            LOG.warn("Refused: {}", why);
            audit.record(event);
        }
    }

    private synchronized boolean mayWrite() {
        long now = time.nanos();
        if (now - second >= SECOND_NANOS) {
            second = now;
            refusals = 0;
        }
        return ++refusals <= REFUSALS_PER_SECOND;
    }
}
