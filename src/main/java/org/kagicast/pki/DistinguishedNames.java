package org.kagicast.pki;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.kagicast.model.Identity;

/// Names in certificates for people to read. What counts is the SPIFFE ID beside them.
public final class DistinguishedNames {

    private DistinguishedNames() {
    }

    public static X500Name authority(String trustDomain) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, trustDomain)
                .addRDN(BCStyle.CN, "Kagicast certificate authority").build();
    }

    public static X500Name node(Identity subject) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, subject.trustDomain())
                .addRDN(BCStyle.OU, subject.role().text()).addRDN(BCStyle.CN, subject.name().value()).build();
    }
}
