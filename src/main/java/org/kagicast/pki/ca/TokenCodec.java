package org.kagicast.pki.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.pki.Enrollee;

/// A token as DER.
///
/// ```
/// Token  ::= SEQUENCE { claims Claims, signature OCTET STRING }
/// Claims ::= SEQUENCE { id OCTET STRING, trustDomain UTF8String, role UTF8String, name UTF8String,
///                       addresses SEQUENCE OF UTF8String, streams SEQUENCE OF UTF8String,
///                       expires INTEGER (seconds since 1970), fingerprint OCTET STRING }
/// ```
final class TokenCodec {

    private static final int MOST_NAMES = 64;
    private static final int FINGERPRINT = 32;
    private static final int LONGEST_SIGNATURE = 80;

    private TokenCodec() {
    }

    static byte[] encode(TokenClaims claims) {
        return der(sequence(claims));
    }

    static byte[] encode(EnrolmentToken token) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(sequence(token.claims()));
        parts.add(new DEROctetString(token.signature()));
        return der(new DERSequence(parts));
    }

    /// @throws IOException or any RuntimeException if this is no token
    static EnrolmentToken decodeToken(byte[] der) throws IOException {
        ASN1Sequence token = sized(ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der)), 2);
        byte[] signature = octets(token, 1);
        if (signature.length > LONGEST_SIGNATURE) {
            throw new IllegalArgumentException("the signature is too long");
        }
        return new EnrolmentToken(claims(sized(ASN1Sequence.getInstance(token.getObjectAt(0)), 8)), signature);
    }

    private static DERSequence sequence(TokenClaims claims) {
        Enrollee enrollee = claims.enrollee();
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new DEROctetString(claims.id()));
        parts.add(new DERUTF8String(claims.trustDomain()));
        parts.add(new DERUTF8String(enrollee.role().text()));
        parts.add(new DERUTF8String(enrollee.name().value()));
        parts.add(texts(enrollee.addresses()));
        parts.add(texts(enrollee.sortedStreams()));
        parts.add(new ASN1Integer(claims.expires().getEpochSecond()));
        parts.add(new DEROctetString(claims.fingerprint()));
        return new DERSequence(parts);
    }

    private static TokenClaims claims(ASN1Sequence parts) {
        byte[] id = octets(parts, 0);
        byte[] fingerprint = octets(parts, 7);
        if (id.length != EnrolmentToken.ID_BYTES || fingerprint.length != FINGERPRINT) {
            throw new IllegalArgumentException("ID or fingerprint has a wrong length");
        }
        Set<KeyLine> streams = texts(parts, 5).stream().map(KeyLine::parse).collect(Collectors.toSet());
        Enrollee enrollee = new Enrollee(Role.of(text(parts, 2)), new NodeName(text(parts, 3)), texts(parts, 4),
                streams);
        BigInteger expires = ASN1Integer.getInstance(parts.getObjectAt(6)).getPositiveValue();
        TokenClaims claims = new TokenClaims(id, text(parts, 1), enrollee,
                Instant.ofEpochSecond(expires.longValueExact()), fingerprint);
        enrollee.identity(claims.trustDomain());
        return claims;
    }

    private static DERSequence texts(List<String> texts) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        texts.forEach(text -> parts.add(new DERUTF8String(text)));
        return new DERSequence(parts);
    }

    private static List<String> texts(ASN1Sequence parts, int index) {
        ASN1Sequence sequence = ASN1Sequence.getInstance(parts.getObjectAt(index));
        if (sequence.size() > MOST_NAMES) {
            throw new IllegalArgumentException("too many names");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < sequence.size(); i++) {
            texts.add(text(sequence, i));
        }
        return texts;
    }

    private static String text(ASN1Sequence parts, int index) {
        return ASN1UTF8String.getInstance(parts.getObjectAt(index)).getString();
    }

    private static byte[] octets(ASN1Sequence parts, int index) {
        return ASN1OctetString.getInstance(parts.getObjectAt(index)).getOctets();
    }

    private static ASN1Sequence sized(ASN1Sequence sequence, int size) {
        if (sequence.size() != size) {
            throw new IllegalArgumentException("a sequence of " + sequence.size() + " where there must be " + size);
        }
        return sequence;
    }

    private static byte[] der(DERSequence sequence) {
        try {
            return sequence.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new AssertionError("memory takes everything", impossible);
        }
    }
}
