package org.kagicast.rpc.network;

import java.util.Locale;
import java.util.Optional;
import org.kagicast.model.Identity;
import org.kagicast.model.Member;
import org.kagicast.model.RefusedCallers;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.TrustError;
import org.kagicast.pki.TrustEvent;
import org.kagicast.pki.TrustEvent.CallRefused;
import org.kagicast.pki.TrustEvent.ConnectionRefused;

/// Counts whom one server refuses, and tells the audit. Of callers only the latest is remembered, so that nobody fills the
/// memory. Its monitor guards the counts. Safe for use by several threads.
final class RefusalCounts implements TrustAudit {

    private final TrustAudit audit;
    private long calls;
    private long handshakes;
    private Optional<String> latest = Optional.empty();

    RefusalCounts(TrustAudit audit) {
        this.audit = audit;
    }

    /// Counted also where it cannot be written down.
    @Override
    public void record(TrustEvent event) {
        if (event instanceof CallRefused refused) {
            count(refused);
        } else if (event instanceof ConnectionRefused refused) {
            count(refused);
        }
        audit.record(event);
    }

    private synchronized void count(CallRefused refused) {
        calls++;
        latest = Optional.of(told(refused.who().map(Member::of).map(Member::toString)
                .orElse("somebody without a certificate"), refused.reason()));
    }

    /// What nothing proves is not told as a fact.
    private synchronized void count(ConnectionRefused refused) {
        handshakes++;
        latest = Optional.of(told(refused.who().map(RefusalCounts::claimed).orElse("somebody without a name"),
                refused.reason()));
    }

    private static String claimed(Identity who) {
        return "somebody who claims to be " + Member.of(who);
    }

    private static String told(String who, TrustError reason) {
        return switch (reason) {
            case OTHER -> who;
            case NO_IDENTITY, FOREIGN_DOMAIN, WRONG_ROLE, EXPIRED, REVOKED, TOKEN_USED, TOKEN_FORGED ->
                who + ", " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    synchronized RefusedCallers counts() {
        return new RefusedCallers(calls, handshakes, latest);
    }
}
