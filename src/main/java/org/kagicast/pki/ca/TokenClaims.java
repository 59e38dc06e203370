package org.kagicast.pki.ca;

import java.time.Instant;
import java.util.HexFormat;
import org.kagicast.pki.Enrollee;

/// What a token says.
///
/// @param id          16 random bytes that no other token has
/// @param expires     in whole seconds
/// @param fingerprint SHA-256 of the authority's certificate
@SuppressWarnings("ArrayRecordComponent")
record TokenClaims(byte[] id, String trustDomain, Enrollee enrollee, Instant expires, byte[] fingerprint) {

    String idInHex() {
        return HexFormat.of().formatHex(id);
    }

    /// With its ID, a token is not found out; its signature is what counts. Still, not everybody needs to read it.
    @Override
    public String toString() {
        return "claims for " + enrollee.identity(trustDomain) + " until " + expires;
    }
}
