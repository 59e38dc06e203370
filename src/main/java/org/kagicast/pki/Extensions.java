package org.kagicast.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.kagicast.model.Identity;
import org.kagicast.model.Role;

/// The X.509 extensions of our certificates, as RFC 5280 and SPIFFE's X509-SVID want them.
public final class Extensions {

    private Extensions() {
    }

    public static void addToAuthority(X509v3CertificateBuilder builder, String trustDomain, PublicKey key)
            throws IOException, GeneralSecurityException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        GeneralSubtree own = new GeneralSubtree(
                new GeneralName(GeneralName.uniformResourceIdentifier, trustDomain));
        builder.addExtension(Extension.nameConstraints, true, new NameConstraints(new GeneralSubtree[]{own}, null));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(
                new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://" + trustDomain)));
        builder.addExtension(Extension.subjectKeyIdentifier, false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    }

    public static void addToNode(X509v3CertificateBuilder builder, Identity subject, List<String> addresses,
            PublicKey key,
            X509Certificate authority) throws IOException, GeneralSecurityException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false,
                new ExtendedKeyUsage(purposes(subject.role(), addresses)));
        builder.addExtension(Extension.subjectAlternativeName, false, names(subject, addresses));
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
        builder.addExtension(Extension.authorityKeyIdentifier, false,
                identifiers.createAuthorityKeyIdentifier(authority.getPublicKey()));
    }

    /// Everybody calls somebody. Key servers are called, and so is whoever has an address, for its node service.
    private static KeyPurposeId[] purposes(Role role, List<String> addresses) {
        return switch (role) {
            case KEY_SERVER, KEY_MASTER, KEY_SLAVE -> both();
            case CONTENT_SERVER, CLIENT ->
                addresses.isEmpty() ? new KeyPurposeId[]{KeyPurposeId.id_kp_clientAuth} : both();
            case OPERATOR -> new KeyPurposeId[]{KeyPurposeId.id_kp_clientAuth};
        };
    }

    private static KeyPurposeId[] both() {
        return new KeyPurposeId[]{KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth};
    }

    private static GeneralNames names(Identity subject, List<String> addresses) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, subject.toString()));
        for (String address : addresses) {
            int kind = Enrollee.isIpAddress(address) ? GeneralName.iPAddress : GeneralName.dNSName;
            names.add(new GeneralName(kind, address));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }
}
