package org.kagicast.rpc.keys;

import java.util.Optional;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.SigningKey;
import org.kagicast.model.StreamName;

/// A key information response (R3): what a content server seals with. Whoever gets it owns and closes it.
///
/// @param number counts the keys of its line, from 1 on; 0 from a key server that does not number them
/// @param signingKey there in the suites that sign, and in no other (R29)
public record CreatedKey(KeyId keyId, CipherSuite suite, KeyLine line, long number, BaseKey baseKey,
        Optional<SigningKey> signingKey) implements AutoCloseable {

    public CreatedKey {
        if (suite.signs() != signingKey.isPresent()) {
            throw new IllegalArgumentException("an encryption key of the suite " + suite.text()
                    + (suite.signs() ? " has a signing key" : " has no signing key"));
        }
    }

    /// Of a suite that does not sign.
    public CreatedKey(KeyId keyId, CipherSuite suite, KeyLine line, long number, BaseKey baseKey) {
        this(keyId, suite, line, number, baseKey, Optional.empty());
    }

    /// Of a stream without labels.
    public CreatedKey(KeyId keyId, CipherSuite suite, StreamName stream, long number, BaseKey baseKey) {
        this(keyId, suite, new KeyLine(stream), number, baseKey);
    }

    public StreamName stream() {
        return line.stream();
    }

    public KeyName name() {
        return new KeyName(keyId, line, number);
    }

    @Override
    public void close() {
        baseKey.close();
        signingKey.ifPresent(SigningKey::close);
    }
}
