package org.kagicast.pki;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.pki.EnrolmentAnswer.Issued;
import org.kagicast.pki.EnrolmentAnswer.Refused;
import org.kagicast.pki.TrustEvent.Enrolled;
import org.kagicast.pki.TrustEvent.EnrolmentRefused;
import org.kagicast.pki.TrustEvent.Renewed;
import org.kagicast.pki.files.UsedTokens;
import org.kagicast.time.Time;

/// Where newcomers get their certificates, and nodes their next ones. The key server or key master has it open as long
/// as it runs. Safe for use by several threads.
public final class Enrolment implements AutoCloseable {

    private final TrustDomain domain;
    private final CertificateAuthority authority;
    private final UsedTokens usedTokens;
    private final Revocations revocations;
    private final StreamGrants grants;
    private final TrustAudit audit;
    private final Time time;

    Enrolment(TrustDomain domain, CertificateAuthority authority, UsedTokens usedTokens, Revocations revocations,
            StreamGrants grants, TrustAudit audit, Time time) {
        this.domain = domain;
        this.authority = authority;
        this.usedTokens = usedTokens;
        this.revocations = revocations;
        this.grants = grants;
        this.audit = audit;
        this.time = time;
    }

    /// Makes a token, as [TrustDomain#token], and tells the audit.
    ///
    /// @param by the operator who wants it
    public EnrolmentToken token(Identity by, Enrollee enrollee, Duration lifetime) {
        EnrolmentToken token = domain.token(enrollee, lifetime, Optional.of(by));
        audit.record(new TrustEvent.TokenIssued(time.now(), by, token.identity(), token.expires()));
        return token;
    }

    /// Whom this trust domain has given certificates and tokens.
    public IdentityRegister register() {
        return domain.register();
    }

    /// Answers a newcomer. What its certificate says comes from the token alone.
    ///
    /// @param text    the token; anybody may have made it up
    /// @param request a certificate request (PKCS#10, DER)
    public EnrolmentAnswer enrol(String text, byte[] request) {
        Instant now = time.now();
        Optional<EnrolmentToken> proven = Optional.empty();
        try {
            EnrolmentToken token = ours(text);
            proven = Optional.of(token);
            requireUsable(token, now);
            PublicKey key = CertificateRequests.provenKey(request);
            use(token);
            X509Certificate issued = authority.issue(token.identity(), token.enrollee().addresses(), key, now);
            domain.register().issued(token.identity(), issued, IdentityRegister.Origin.ENROLLED, Optional.empty());
            audit.record(new Enrolled(now, token.identity(), IdentityRegister.serial(issued),
                    issued.getNotAfter().toInstant()));
            return new Issued(new IssuedCertificate(issued, authority.certificate()));
        } catch (EnrolmentRefusal refusal) {
            return refused(now, proven.map(EnrolmentToken::identity), refusal);
        } catch (OperatorException told) {
            return refused(now, proven.map(EnrolmentToken::identity), other(told));
        }
    }

    /// Answers somebody who has a certificate, with the next one: same name, same addresses.
    ///
    /// @param current what the TLS connection proved
    public EnrolmentAnswer renew(PeerCertificate current, byte[] request) {
        Instant now = time.now();
        Identity who = current.identity();
        try {
            requireNotRevoked(who);
            if (!who.trustDomain().equals(domain.name()) || current.isExpired(now)) {
                throw new EnrolmentRefusal(Distrust.EXPIRED, "The certificate of " + current.owner() + " ended at "
                        + current.notAfter() + ": enrol it again with a new token.");
            }
            PublicKey key = CertificateRequests.provenKey(request);
            X509Certificate issued = authority.issue(who, current.addresses(), key, now);
            domain.register().issued(who, issued, IdentityRegister.Origin.RENEWED, Optional.of(current.serial()));
            audit.record(new Renewed(now, who, IdentityRegister.serial(issued), issued.getNotAfter().toInstant()));
            return new Issued(new IssuedCertificate(issued, authority.certificate()));
        } catch (EnrolmentRefusal refusal) {
            return refused(now, Optional.of(who), refusal);
        } catch (OperatorException told) {
            return refused(now, Optional.of(who), other(told));
        }
    }

    /// The way by which the host of this enrolment renews its own certificate, with nobody to call.
    public CertificateSource forHost(LiveIdentity host) {
        return request -> switch (renew(host.current().content(), request)) {
            case Issued issued -> issued.certificate();
            case Refused refused -> throw new OperatorException(refused.sentence());
        };
    }

    private EnrolmentToken ours(String text) {
        EnrolmentToken token;
        try {
            token = EnrolmentToken.parse(text);
        } catch (OperatorException garbled) {
            throw new EnrolmentRefusal(Distrust.TOKEN_FORGED, String.valueOf(garbled.getMessage()));
        }
        if (!token.isSignedBy(authority.certificate().getPublicKey())) {
            throw new EnrolmentRefusal(Distrust.TOKEN_FORGED, "The token is not one of trust domain " + domain.name()
                    + ": have its operator make one.");
        }
        return token;
    }

    private void requireUsable(EnrolmentToken token, Instant now) {
        if (now.isAfter(token.expires())) {
            throw new EnrolmentRefusal(Distrust.EXPIRED,
                    "The token for " + token.identity() + " expired at " + token.expires()
                            + ": make a new one.");
        }
        requireNotRevoked(token.identity());
    }

    private void requireNotRevoked(Identity who) {
        if (revocations.isRevoked(who)) {
            throw new EnrolmentRefusal(Distrust.REVOKED, who + " has been revoked: enrol under another name.");
        }
    }

    private void use(EnrolmentToken token) {
        String id = token.claims().idInHex();
        switch (usedTokens.use(id, token.expires())) {
            case FIRST -> domain.register().redeemed(id);
            case AGAIN -> throw new EnrolmentRefusal(Distrust.TOKEN_USED, "The token for " + token.identity()
                    + " has been used already: make a new one, and find out who used it.");
            case UNKNOWN -> throw new EnrolmentRefusal(Distrust.TOKEN_USED, "The token for " + token.identity()
                    + " expires at " + token.expires() + ", and tokens that have expired later than that were used "
                    + "and forgotten: make a new one, with a longer --ttl.");
        }
        if (!token.enrollee().streams().isEmpty()) {
            grants.grant(token.identity(), token.enrollee().streams());
        }
    }

    private static EnrolmentRefusal other(OperatorException told) {
        return new EnrolmentRefusal(Distrust.OTHER, String.valueOf(told.getMessage()));
    }

    private Refused refused(Instant now, Optional<Identity> who, EnrolmentRefusal refusal) {
        String sentence = String.valueOf(refusal.getMessage());
        audit.record(new EnrolmentRefused(now, who, refusal.reason(), sentence));
        return new Refused(sentence);
    }

    /// Lets another process enrol.
    @Override
    public void close() {
        usedTokens.close();
    }
}
