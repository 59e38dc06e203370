package org.kagicast.pki.ca;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kagicast.files.NewFolder;
import org.kagicast.model.Identity;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.pki.CertificateRequests;
import org.kagicast.pki.Ecdsa;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.Fingerprints;
import org.kagicast.pki.IdentityRegister;
import org.kagicast.pki.IssuedCertificate;
import org.kagicast.pki.Lifetimes;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.Revocations;
import org.kagicast.pki.StreamGrants;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.TrustDomainName;
import org.kagicast.pki.UntrustedPeerException;
import org.kagicast.pki.files.CertificateFile;
import org.kagicast.pki.files.KeyFile;
import org.kagicast.pki.files.Passphrase;
import org.kagicast.pki.files.UsedTokens;
import org.kagicast.time.Time;

/// Everything one certificate authority vouches for, opened from the folder that holds the authority's key:
///
/// ```
/// ca-key.pem   its key, sealed if a passphrase was given
/// ca.pem       its certificate, which says the trust domain's name
/// lifetimes    how long certificates last; if it is missing, as long as usual
/// operator/    the first operator's identity
/// register     every certificate and token that was issued
/// used-tokens  IDs of tokens that have been used
/// ```
/// Safe for use by several threads.
public final class TrustDomain {

    public static final Duration USUAL_TOKEN_LIFETIME = Duration.ofMinutes(10);

    private static final Duration LONGEST_TOKEN_LIFETIME = Duration.ofDays(7);
    private static final NodeName OPERATOR = new NodeName("operator");

    private final Path folder;
    private final CertificateAuthority authority;
    private final IdentityRegister register;
    private final Time time;
    private final SecureRandom randomness;

    private TrustDomain(Path folder, CertificateAuthority authority, Time time, SecureRandom randomness) {
        this.folder = folder;
        this.authority = authority;
        this.register = new IdentityRegister(folder.resolve("register"));
        this.time = time;
        this.randomness = randomness;
    }

    /// Makes a trust domain and its first operator.
    ///
    /// @param folder     must not exist, or be empty
    /// @param passphrase seals the authority's key, if there is one; it stays with the caller
    /// @throws OperatorException if the name cannot be used, or the folder is taken or cannot be kept to its owner
    public static TrustDomain init(Path folder, String name, Optional<Passphrase> passphrase, Time time,
            SecureRandom randomness) {
        return init(folder, name, passphrase, Lifetimes.DEFAULT, time, randomness);
    }

    /// @param lifetimes of the certificates to come
    public static TrustDomain init(Path folder, String name, Optional<Passphrase> passphrase, Lifetimes lifetimes,
            Time time, SecureRandom randomness) {
        TrustDomainName.check(name);
        KeyPair keys = Ecdsa.generate(randomness);
        X509Certificate certificate = CertificateAuthority.selfSigned(name, keys, randomness, time.now());
        try (NewFolder partial = NewFolder.at(folder)) {
            KeyFile.write(keyFile(partial.path()), keys.getPrivate(), passphrase, randomness);
            CertificateFile.write(certificateFile(partial.path()), List.of(certificate));
            lifetimes.write(partial.path());
            TrustDomain domain = of(partial.path(), name, keys.getPrivate(), certificate, () -> lifetimes, time,
                    randomness);
            domain.enrolHere(Enrollee.of(Role.OPERATOR, OPERATOR), operatorFolder(partial.path()));
            partial.finish();
        }
        return of(folder, name, keys.getPrivate(), certificate, () -> Lifetimes.read(folder), time, randomness);
    }

    /// @param passphrase is asked for only if the authority's key is sealed; whoever supplies it closes it
    /// @throws OperatorException if there is no trust domain in the folder, or the passphrase is wrong
    public static TrustDomain open(Path folder, Supplier<Optional<Passphrase>> passphrase, Time time,
            SecureRandom randomness) {
        return open(folder, passphrase, () -> Lifetimes.read(folder), time, randomness);
    }

    /// @param lifetimes whatever stands in the folder
    public static TrustDomain open(Path folder, Supplier<Optional<Passphrase>> passphrase, Lifetimes lifetimes,
            Time time, SecureRandom randomness) {
        return open(folder, passphrase, () -> lifetimes, time, randomness);
    }

    /// How long certificates last that are issued from now on.
    ///
    /// @throws OperatorException if there is no trust domain in the folder
    public static Lifetimes lifetimes(Path folder) {
        certificate(folder);
        return Lifetimes.read(folder);
    }

    /// Sets it, also for a key server that runs; needs no key.
    ///
    /// @throws OperatorException if there is no trust domain in the folder, or it cannot be written to
    public static void setLifetimes(Path folder, Lifetimes lifetimes) {
        certificate(folder);
        lifetimes.write(folder);
    }

    private static TrustDomain open(Path folder, Supplier<Optional<Passphrase>> passphrase,
            Supplier<Lifetimes> lifetimes, Time time, SecureRandom randomness) {
        X509Certificate certificate = certificate(folder);
        PrivateKey key = KeyFile.read(keyFile(folder), passphrase);
        try {
            String name = TrustDomainName.of(certificate);
            if (Ecdsa.belongTogether(key, certificate.getPublicKey())) {
                return of(folder, name, key, certificate, lifetimes, time, randomness);
            }
        } catch (UntrustedPeerException wrong) {
            throw wrong.told();
        }
        throw new OperatorException("Key and certificate of the authority in " + folder
                + " do not belong together: restore both from one copy.");
    }

    private static X509Certificate certificate(Path folder) {
        if (Files.notExists(folder)) {
            throw new OperatorException("There is no trust domain in " + folder
                    + ": check the path, or make one with 'kagicast domain init'.");
        }
        return CertificateFile.read(certificateFile(folder)).getFirst();
    }

    public String name() {
        return authority.trustDomain();
    }

    /// The authority's certificate.
    public X509Certificate certificate() {
        return authority.certificate();
    }

    /// SHA-256 of the authority's certificate in hexadecimal, for people to compare.
    public String fingerprint() {
        return HexFormat.of().formatHex(Fingerprints.of(certificate()));
    }

    /// Where [#init] put the first operator's identity.
    public Path operatorFolder() {
        return operatorFolder(folder);
    }

    /// Whom this authority has given certificates and tokens.
    public IdentityRegister register() {
        return register;
    }

    /// Makes a one-time token, on behalf of whoever has the domain's folder. Needs no running server; whichever has this
    /// trust domain's key takes it.
    ///
    /// @param lifetime 1 second to 7 days
    public EnrolmentToken token(Enrollee enrollee, Duration lifetime) {
        return token(enrollee, lifetime, Optional.empty());
    }

    EnrolmentToken token(Enrollee enrollee, Duration lifetime, Optional<Identity> by) {
        EnrolmentToken token = unregistered(enrollee, lifetime);
        register.issued(new IdentityRegister.Token(token.id(), token.identity(), token.expires(), by));
        return token;
    }

    private EnrolmentToken unregistered(Enrollee enrollee, Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST_TOKEN_LIFETIME) > 0) {
            throw new OperatorException("A token cannot last that long or short: take 1s to 7 days, usually 10m.");
        }
        Instant expires = time.now().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        return authority.sign(new TokenClaims(EnrolmentToken.randomId(randomness), name(), enrollee, expires,
                Fingerprints.of(certificate())));
    }

    /// Makes an identity right here, without token or server: for the key server that will enrol the others, and for
    /// operators.
    ///
    /// @param identityFolder must not exist, or be empty
    public NodeIdentity enrolHere(Enrollee enrollee, Path identityFolder) {
        String token = unregistered(enrollee, USUAL_TOKEN_LIFETIME).text();
        return new EnrolmentClient(token, time, randomness).enrol(identityFolder, request -> atHome(enrollee, request));
    }

    private IssuedCertificate atHome(Enrollee enrollee, byte[] request) {
        Identity who = enrollee.identity(name());
        X509Certificate issued = authority.issue(who, enrollee.addresses(), CertificateRequests.provenKey(request),
                time.now());
        register.issued(who, issued, IdentityRegister.Origin.AT_HOME, Optional.empty());
        return new IssuedCertificate(issued, certificate());
    }

    /// To be called before anything is made for a program that is to open the enrolment.
    ///
    /// @throws OperatorException if another process has it open
    public void requireNobodyEnrols() {
        UsedTokens.open(usedTokens()).close();
    }

    /// Opens the enrolment of this trust domain; one process at a time may.
    ///
    /// @param grants gets the streams of tokens as they are used
    /// @throws OperatorException if another process has it open
    public Enrolment enrolment(Revocations revocations, StreamGrants grants, TrustAudit audit) {
        UsedTokens usedTokens = UsedTokens.open(usedTokens());
        return new Enrolment(this, authority, usedTokens, revocations, grants, audit, time);
    }

    private static TrustDomain of(Path folder, String name, PrivateKey key, X509Certificate certificate,
            Supplier<Lifetimes> lifetimes, Time time, SecureRandom randomness) {
        return new TrustDomain(folder, new CertificateAuthority(name, key, certificate, lifetimes, randomness), time,
                randomness);
    }

    private Path usedTokens() {
        return folder.resolve("used-tokens");
    }

    private static Path keyFile(Path folder) {
        return folder.resolve("ca-key.pem");
    }

    private static Path certificateFile(Path folder) {
        return folder.resolve("ca.pem");
    }

    private static Path operatorFolder(Path folder) {
        return folder.resolve("operator");
    }

    @Override
    public String toString() {
        return "trust domain " + name() + " [REDACTED]";
    }
}
