package org.kagicast.rpc.network;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.kagicast.proto.IssuedCertificate;

/// Certificate requests, good ones and others.
final class Requests {

    private Requests() {
    }

    static byte[] good() {
        return onCurve("secp256r1");
    }

    static byte[] onCurve(String curve) {
        KeyPair keys = ec(curve);
        return signed(builder(keys), "SHA256withECDSA", keys.getPrivate());
    }

    static byte[] rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair keys = generator.generateKeyPair();
            return signed(builder(keys), "SHA256withRSA", keys.getPrivate());
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }

    static byte[] signedByAnotherKey() {
        return signed(builder(ec("secp256r1")), "SHA256withECDSA", ec("secp256r1").getPrivate());
    }

    /// Asks for a name of its own choice, and to be an authority.
    static byte[] asking(String uri) {
        try {
            ExtensionsGenerator wishes = new ExtensionsGenerator();
            wishes.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            wishes.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            KeyPair keys = ec("secp256r1");
            return signed(builder(keys).addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                    wishes.generate()), "SHA256withECDSA", keys.getPrivate());
        } catch (java.io.IOException fault) {
            throw new AssertionError(fault);
        }
    }

    static X509Certificate certificate(IssuedCertificate issued) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(issued.getChain(0).toByteArray()));
        } catch (java.security.cert.CertificateException fault) {
            throw new AssertionError(fault);
        }
    }

    private static PKCS10CertificationRequestBuilder builder(KeyPair keys) {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=mallory"), keys.getPublic());
    }

    private static byte[] signed(PKCS10CertificationRequestBuilder builder, String algorithm, PrivateKey key) {
        try {
            return builder.build(new JcaContentSignerBuilder(algorithm).build(key)).getEncoded();
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }

    private static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }
}
