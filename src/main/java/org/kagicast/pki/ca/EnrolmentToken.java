package org.kagicast.pki.ca;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.pki.Ecdsa;
import org.kagicast.pki.Enrollee;

/// A one-time token: whoever holds it may enrol as the one that it names, once, until it expires. The certificate
/// authority signs it, so a store of used tokens holds nothing that could be used. It carries the fingerprint of the
/// authority's certificate, so that the newcomer knows whom it joins.
public final class EnrolmentToken {

    static final int ID_BYTES = 16;

    private static final String PREFIX = "kct1_";
    private static final String PURPOSE = "kagicast enrolment token 1\n";
    private static final int LONGEST = 16 * 1024;

    private final TokenClaims claims;
    private final byte[] signature;

    EnrolmentToken(TokenClaims claims, byte[] signature) {
        this.claims = claims;
        this.signature = signature;
    }

    static EnrolmentToken sign(PrivateKey authority, TokenClaims claims) {
        return new EnrolmentToken(claims, Ecdsa.sign(authority, PURPOSE, TokenCodec.encode(claims)));
    }

    static byte[] randomId(SecureRandom randomness) {
        byte[] id = new byte[ID_BYTES];
        randomness.nextBytes(id);
        return id;
    }

    /// Reads a token, but does not check its signature: only the authority's certificate can.
    ///
    /// @throws OperatorException if the text is no token
    public static EnrolmentToken parse(String text) {
        String stripped = text.strip();
        try {
            if (stripped.length() <= LONGEST && stripped.startsWith(PREFIX)) {
                return TokenCodec.decodeToken(Base64.getUrlDecoder().decode(stripped.substring(PREFIX.length())));
            }
        } catch (IOException | RuntimeException malformed) {
            // Told below, whatever the parser made of it. What was read stays out of the
            // message.
        }
        throw new OperatorException(EnrolmentMessage.NO_TOKEN.with());
    }

    /// Who may enrol with it.
    public Identity identity() {
        return claims.enrollee().identity(claims.trustDomain());
    }

    public Enrollee enrollee() {
        return claims.enrollee();
    }

    public Instant expires() {
        return claims.expires();
    }

    /// What no other token has, in hexadecimal; no secret.
    public String id() {
        return claims.idInHex();
    }

    TokenClaims claims() {
        return claims;
    }

    byte[] signature() {
        return signature.clone();
    }

    boolean isSignedBy(PublicKey authority) {
        return Ecdsa.verifies(authority, PURPOSE, TokenCodec.encode(claims), signature);
    }

    boolean isFor(byte[] authorityFingerprint) {
        return MessageDigest.isEqual(claims.fingerprint(), authorityFingerprint);
    }

    /// One line to paste. Secret until it is used or expired.
    public String text() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(TokenCodec.encode(this));
    }

    @Override
    public String toString() {
        return "token for " + identity() + " until " + expires() + " [REDACTED]";
    }
}
