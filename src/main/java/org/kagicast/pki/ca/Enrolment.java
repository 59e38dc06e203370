package org.kagicast.pki.ca;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kagicast.model.Identity;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.model.message.TrustMessage;
import org.kagicast.pki.CertificateRequests;
import org.kagicast.pki.CertificateSource;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.EnrolmentRefusal;
import org.kagicast.pki.IdentityRegister;
import org.kagicast.pki.IssuedCertificate;
import org.kagicast.pki.Lifetimes;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.RenewalPace;
import org.kagicast.pki.RenewalProof;
import org.kagicast.pki.Revocations;
import org.kagicast.pki.SharedIdentities;
import org.kagicast.pki.StreamGrants;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.TrustError;
import org.kagicast.pki.TrustEvent;
import org.kagicast.pki.TrustEvent.Enrolled;
import org.kagicast.pki.TrustEvent.EnrolmentRefused;
import org.kagicast.pki.TrustEvent.IdentityShared;
import org.kagicast.pki.TrustEvent.Renewed;
import org.kagicast.pki.UntrustedPeerException;
import org.kagicast.pki.ca.EnrolmentAnswer.Issued;
import org.kagicast.pki.ca.EnrolmentAnswer.Refused;
import org.kagicast.pki.files.UsedTokens;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where newcomers get their certificates, and nodes their next ones. The key server or key master has it open as long
/// as it runs. Safe for use by several threads.
public final class Enrolment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final Duration ALWAYS = Duration.ofDays(365_000);

    private final TrustDomain domain;
    private final CertificateAuthority authority;
    private final UsedTokens usedTokens;
    private final Revocations revocations;
    private final StreamGrants grants;
    private final TrustAudit audit;
    private final SharedIdentities shared;
    private final RenewalPace pace;
    private final Time time;

    Enrolment(TrustDomain domain, CertificateAuthority authority, UsedTokens usedTokens, Revocations revocations,
            StreamGrants grants, TrustAudit audit, Time time) {
        this.domain = domain;
        this.authority = authority;
        this.usedTokens = usedTokens;
        this.revocations = revocations;
        this.grants = grants;
        this.audit = audit;
        this.shared = new SharedIdentities(revocations, time);
        this.pace = new RenewalPace(time);
        this.time = time;
    }

    /// Makes a token, as [TrustDomain#token], and tells the audit.
    ///
    /// @param by the operator who wants it
    /// @throws OperatorException if it is for somebody who is revoked, and so could not be used
    public synchronized EnrolmentToken token(Identity by, Enrollee enrollee, Duration lifetime) {
        Identity who = new Identity(domain.name(), enrollee.role(), enrollee.name());
        if (revocations.isRevoked(who)) {
            throw new OperatorException(EnrolmentMessage.TOKEN_FOR_REVOKED.with(Member.of(who)));
        }
        EnrolmentToken token = domain.token(enrollee, lifetime, Optional.of(by));
        audit.record(new TrustEvent.TokenIssued(time.now(), by, token.identity(), token.expires()));
        domain.register().audited(new IdentityRegister.Token(token.id(), token.identity(),
                token.expires(), Optional.of(by)));
        return token;
    }

    /// Tells the audit of the tokens that were made in the domain's folder meanwhile, by another program. Whoever hosts this
    /// calls it now and then.
    public synchronized void auditTokens() {
        IdentityRegister register = domain.register();
        for (IdentityRegister.Token token : register.tokensToAudit()) {
            if (revocations.isRevoked(token.who())) {
                LOG.warn("A token was made for the {}, who is revoked: nobody can enrol with it until it is reinstated",
                        Member.of(token.who()));
            }
            audit.record(token.by().<TrustEvent>map(
                    by -> new TrustEvent.TokenIssued(time.now(), by, token.who(), token.expires()))
                    .orElseGet(() -> new TrustEvent.TokenMade(time.now(), token.who(), token.expires())));
            register.audited(token);
        }
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
            auditTokens();
            X509Certificate issued = authority.issue(token.identity(), token.enrollee().addresses(), key, now);
            use(token, new Enrolled(now, token.identity(), IdentityRegister.serial(issued),
                    issued.getNotAfter().toInstant()));
            domain.register().issued(token.identity(), issued, IdentityRegister.Origin.ENROLLED, Optional.empty());
            return new Issued(new IssuedCertificate(issued, authority.certificate()));
        } catch (EnrolmentRefusal refusal) {
            return refused(now, proven.map(EnrolmentToken::identity), refusal);
        } catch (OperatorException told) {
            return refused(now, proven.map(EnrolmentToken::identity), other(told));
        }
    }

    /// Answers somebody who has a certificate, with the next one: same name, same addresses. The certificate may have
    /// ended, but not longer ago than [Lifetimes#GRACE]. How often is limited ([RenewalPace]).
    ///
    /// @param current what the TLS connection proved
    public EnrolmentAnswer renew(PeerCertificate current, byte[] request) {
        return renew(current, request, Lifetimes.GRACE);
    }

    /// Answers somebody on whose behalf a key slave asks.
    ///
    /// @param proof by which the holder shows that it is the holder who asks
    public EnrolmentAnswer renewOnBehalf(RenewalProof proof, byte[] request) {
        Instant now = time.now();
        try {
            return renew(proof.holder(authority.certificate(), request, now), request);
        } catch (UntrustedPeerException unproven) {
            return refused(now, Optional.empty(), new EnrolmentRefusal(unproven.reason(), unproven.coded()));
        }
    }

    /// Somebody connected with a certificate. May wait for the disk.
    public void connected(PeerCertificate certificate) {
        switch (domain.register().used(certificate)) {
            case SAME, FORWARD -> {
                // One holder.
            }
            case BACK -> {
                // A connection that was begun before the renewal may come after one with the
                // new certificate.
            }
            case ASIDE -> seenTwice(certificate);
        }
    }

    /// What whoever runs this should know, each in one sentence with its cure.
    public List<CodedMessage> problems() {
        return shared.problems();
    }

    private void seenTwice(PeerCertificate certificate) {
        if (shared.seen(certificate.identity())) {
            LOG.warn("{}", SharedIdentities.sentence(certificate.identity()));
            audit.record(new IdentityShared(time.now(), certificate.identity(), certificate.serial()));
        }
    }

    private EnrolmentAnswer renew(PeerCertificate current, byte[] request, Duration grace) {
        Instant now = time.now();
        Identity who = current.identity();
        try {
            requireNotRevoked(who);
            if (!who.trustDomain().equals(domain.name()) || now.minus(grace).isAfter(current.notAfter())) {
                throw new EnrolmentRefusal(TrustError.EXPIRED, TrustMessage.ENDED_LONG_AGO.with(current.owner(),
                        current.notAfter()));
            }
            PublicKey key = CertificateRequests.provenKey(request);
            if (!grace.equals(ALWAYS)) {
                pace.take(who);
            }
            X509Certificate issued = authority.issue(who, current.addresses(), key, now);
            switch (domain.register().used(current)) {
                case SAME, FORWARD -> {
                    // One holder.
                }
                case BACK, ASIDE -> seenTwice(current);
            }
            domain.register().issued(who, issued, IdentityRegister.Origin.RENEWED, Optional.of(current.serial()));
            audit.record(new Renewed(now, who, IdentityRegister.serial(issued), issued.getNotAfter().toInstant()));
            return new Issued(new IssuedCertificate(issued, authority.certificate()));
        } catch (EnrolmentRefusal refusal) {
            return refused(now, Optional.of(who), refusal);
        } catch (OperatorException told) {
            return refused(now, Optional.of(who), other(told));
        }
    }

    /// The way by which the host of this enrolment renews its own certificate, with nobody to call, however long ago it
    /// ended.
    public CertificateSource forHost(RenewableIdentity host) {
        return request -> switch (renew(host.current().content(), request, ALWAYS)) {
            case Issued issued -> issued.certificate();
            case Refused refused -> throw new OperatorException(refused.sentence());
        };
    }

    private EnrolmentToken ours(String text) {
        EnrolmentToken token;
        try {
            token = EnrolmentToken.parse(text);
        } catch (OperatorException garbled) {
            throw new EnrolmentRefusal(TrustError.TOKEN_FORGED, garbled.coded());
        }
        if (!token.isSignedBy(authority.certificate().getPublicKey())) {
            throw new EnrolmentRefusal(TrustError.TOKEN_FORGED,
                    EnrolmentMessage.TOKEN_OF_OTHER_DOMAIN.with(domain.name()));
        }
        return token;
    }

    private void requireUsable(EnrolmentToken token, Instant now) {
        if (now.isAfter(token.expires())) {
            throw new EnrolmentRefusal(TrustError.EXPIRED,
                    EnrolmentMessage.TOKEN_EXPIRED.with(token.identity(), token.expires()));
        }
        requireNotRevoked(token.identity());
    }

    private void requireNotRevoked(Identity who) {
        if (revocations.isRevoked(who)) {
            throw new EnrolmentRefusal(TrustError.REVOKED,
                    EnrolmentMessage.REVOKED.with(who));
        }
    }

    /// Streams first: where they cannot be granted, as when one belongs to somebody else, the token can be used once that is
    /// put right. A crash in between grants them once more.
    ///
    /// @param enrolled is audited before the token counts as used
    private void use(EnrolmentToken token, Enrolled enrolled) {
        String id = token.id();
        switch (usedTokens.use(id, token.expires(), () -> {
            if (!token.enrollee().streams().isEmpty()) {
                grants.grant(token.identity(), token.enrollee().streams());
            }
            audit.record(enrolled);
        })) {
            case FIRST -> domain.register().redeemed(id);
            case AGAIN ->
                throw new EnrolmentRefusal(TrustError.TOKEN_USED, EnrolmentMessage.TOKEN_USED.with(token.identity()));
            case UNKNOWN -> throw new EnrolmentRefusal(TrustError.TOKEN_USED,
                    EnrolmentMessage.TOKEN_FORGOTTEN.with(token.identity(), token.expires()));
        }
    }

    private static EnrolmentRefusal other(OperatorException told) {
        return new EnrolmentRefusal(TrustError.OTHER, told.coded());
    }

    private Refused refused(Instant now, Optional<Identity> who, EnrolmentRefusal refusal) {
        audit.record(new EnrolmentRefused(now, who, refusal.reason(), refusal.coded().text()));
        return new Refused(refusal.coded());
    }

    /// Lets another process enrol.
    @Override
    public void close() {
        usedTokens.close();
    }
}
