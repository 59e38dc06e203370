package org.kagicast.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagicast.files.AppendOnlyFile;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every certificate and every token that the authority of a trust domain has issued, from the domain's folder: whom
/// there is, until when, and which tokens are still out. The key server or key master writes it with each enrolment and
/// renewal, and so do `domain init` and `domain token`, each in its own process, also while the others run; each answer
/// here holds what any of them has written by then. It holds names and IDs only, from which no certificate and no token
/// can be made. A domain from before there was a register begins with an empty one, which fills with the renewals.
///
/// ```
/// certificate <serial> <end> <origin> <serial of the one before, or -> <identity> .
/// used <serial> <identity> .
/// token <ID> <expiry> <maker, or folder> <identity> .
/// redeemed <ID> .
/// audited <ID> .
/// ```
/// Times are seconds since 1970; the full stop marks a line that is whole. What is not such a line is passed over.
/// Nothing here depends on a clock. Safe for use by several threads.
public final class IdentityRegister {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityRegister.class);

    private static final String SERIAL = "([0-9a-f]{1,40})";
    private static final String ID = "([0-9a-f]{32})";
    private static final String TIME = "([0-9]{1,12})";
    private static final String WHO = "(spiffe://[^ ]{1,400})";
    private static final Pattern CERTIFICATE = Pattern
            .compile("certificate " + SERIAL + " " + TIME + " ([a-z-]{1,20}) (?:-|" + SERIAL + ") " + WHO + " \\.");
    private static final Pattern USED = Pattern.compile("used " + SERIAL + " " + WHO + " \\.");
    private static final Pattern TOKEN = Pattern
            .compile("token " + ID + " " + TIME + " (?:folder|" + WHO + ") " + WHO + " \\.");
    private static final Pattern REDEEMED = Pattern.compile("redeemed " + ID + " \\.");
    private static final Pattern AUDITED = Pattern.compile("audited " + ID + " \\.");

    private final AppendOnlyFile file;
    private final Path path;
    private final Map<String, IdentityHistory> identities = new TreeMap<>();
    private final Map<String, TokenState> tokens = new LinkedHashMap<>();

    /// How somebody came by a certificate.
    public enum Origin {
        /// With a token.
        ENROLLED,
        /// With the certificate before.
        RENEWED,
        /// From whoever has the domain's folder, without a token.
        AT_HOME;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Origin of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /// The latest certificate of an identity.
    ///
    /// @param serial in hexadecimal, as [PeerCertificate#serial]
    /// @param end    after which it counts no more but for its renewal
    public record Entry(Identity identity, String serial, Instant end, Origin origin) {}

    /// A token that was issued.
    ///
    /// @param id  32 hexadecimal digits, from which no token can be made
    /// @param who whom it enrols
    /// @param by  the operator who had it made; empty for one made in the domain's folder, by `domain token`
    public record Token(String id, Identity who, Instant expires, Optional<Identity> by) {}

    /// @param path need not be there yet
    public IdentityRegister(Path path) {
        this.path = path;
        this.file = new AppendOnlyFile(path);
    }

    /// Each identity that ever got a certificate, with its latest one, whether that has ended or not; by name.
    public synchronized List<Entry> identities() {
        read();
        return identities.values().stream().map(IdentityHistory::latest).toList();
    }

    /// Tokens that can still be used: issued, not used, not expired; those that expire first in front. A token that
    /// was used in the very moment of a crash may stand among them though it is refused.
    public synchronized List<Token> tokensOut(Instant now) {
        read();
        return tokens.values().stream().filter(state -> !state.redeemed).map(state -> state.token)
                .filter(token -> !now.isAfter(token.expires())).sorted(Comparator.comparing(Token::expires)).toList();
    }

    /// Tokens whose making has not been called audited yet, in the order in which they were made: those made in the
    /// domain's folder while no audit log was at hand.
    public synchronized List<Token> tokensToAudit() {
        read();
        return tokens.values().stream().filter(state -> !state.audited).map(state -> state.token).toList();
    }

    /// Remembers that the making of a token stands in the audit log.
    ///
    /// @throws OperatorException if that cannot be written down
    public synchronized void audited(Token token) {
        write("audited " + token.id() + " .");
    }

    /// @param former the certificate that was shown for it; empty where there was none
    public synchronized void issued(Identity who, X509Certificate certificate, Origin origin, Optional<String> former) {
        write("certificate " + serial(certificate) + " " + certificate.getNotAfter().toInstant().getEpochSecond() + " "
                + origin.text() + " " + former.orElse("-") + " " + who + " .");
    }

    public synchronized void issued(Token token) {
        write("token " + token.id() + " " + token.expires().getEpochSecond() + " "
                + token.by().map(Identity::toString).orElse("folder") + " " + token.who() + " .");
    }

    /// Remembers that a certificate is in use, and tells what that means after those that were used before.
    public synchronized IdentityHistory.Step used(PeerCertificate certificate) {
        IdentityHistory history = identities.get(certificate.identity().toString());
        if (history != null && history.isInUse(certificate.serial())) {
            return IdentityHistory.Step.SAME;
        }
        read();
        history = identities.get(certificate.identity().toString());
        if (history == null) {
            return IdentityHistory.Step.FORWARD;
        }
        IdentityHistory.Step step = history.step(certificate.serial(), certificate.notAfter());
        switch (step) {
            case SAME, BACK -> {
                // Nothing that the register does not know.
            }
            case FORWARD -> {
                history.used(certificate.serial());
                if (history.knows(certificate.serial())) {
                    writeIfPossible("used " + certificate.serial() + " " + certificate.identity() + " .");
                }
            }
            // Kept in memory only: two holders who take turns must not fill the disk.
            case ASIDE -> history.used(certificate.serial());
        }
        return step;
    }

    public synchronized void redeemed(String tokenId) {
        write("redeemed " + tokenId + " .");
    }

    public static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }

    private void write(String line) {
        try {
            file.append(line);
        } catch (IOException fault) {
            throw new OperatorException(EnrolmentMessage.REGISTER_UNWRITABLE.with(path), fault);
        }
        read();
    }

    /// Nobody is kept from connecting because the disk is full.
    private void writeIfPossible(String line) {
        try {
            write(line);
        } catch (OperatorException fault) {
            LOG.warn("{}", fault.getMessage());
        }
    }

    private void read() {
        try {
            AppendOnlyFile.Reading reading = file.read();
            if (reading.anew()) {
                identities.clear();
                tokens.clear();
            }
            reading.lines().forEach(this::take);
        } catch (IOException fault) {
            throw new OperatorException(EnrolmentMessage.REGISTER_UNREADABLE.with(path),
                    fault);
        }
    }

    private void take(String line) {
        try {
            takeWhole(line);
        } catch (OperatorException | IllegalArgumentException damaged) {
            // Passed over, like any other line that is none.
        }
    }

    private void takeWhole(String line) {
        with(CERTIFICATE, line, parts -> {
            Identity who = Identity.parse(parts.group(5));
            Entry entry = new Entry(who, parts.group(1), seconds(parts.group(2)), Origin.of(parts.group(3)));
            identities.computeIfAbsent(who.toString(), name -> new IdentityHistory(entry)).issued(entry,
                    Optional.ofNullable(parts.group(4)));
        });
        with(USED, line, parts -> Optional.ofNullable(identities.get(parts.group(2)))
                .ifPresent(history -> history.used(parts.group(1))));
        with(TOKEN, line, parts -> {
            Token token = new Token(parts.group(1), Identity.parse(parts.group(4)), seconds(parts.group(2)),
                    Optional.ofNullable(parts.group(3)).map(Identity::parse));
            tokens.putIfAbsent(token.id(), new TokenState(token));
        });
        with(REDEEMED, line,
                parts -> Optional.ofNullable(tokens.get(parts.group(1))).ifPresent(state -> state.redeemed = true));
        with(AUDITED, line,
                parts -> Optional.ofNullable(tokens.get(parts.group(1))).ifPresent(state -> state.audited = true));
    }

    private static void with(Pattern kind, String line, Consumer<Matcher> taking) {
        Matcher parts = kind.matcher(line);
        if (parts.matches()) {
            taking.accept(parts);
        }
    }

    private static Instant seconds(String text) {
        return Instant.ofEpochSecond(Long.parseLong(text));
    }

    private static final class TokenState {
        private final Token token;
        private boolean redeemed;
        private boolean audited;

        TokenState(Token token) {
            this.token = token;
        }
    }
}
