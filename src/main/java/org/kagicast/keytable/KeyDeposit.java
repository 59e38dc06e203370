package org.kagicast.keytable;

import java.util.Optional;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.VerificationKey;

/// A key that a content server made itself, with an ID of its choice (R28).
///
/// @param decryptionKey stays with whoever made the deposit: the table takes a copy
/// @param afterNumber as in [KeyCreationRequest]
/// @param verificationKey there in the suites that sign, and in no other (R29)
public record KeyDeposit(NodeName owner, KeyLine line, CipherSuite suite, KeyId keyId, BaseKey decryptionKey,
        long afterNumber, Optional<VerificationKey> verificationKey) {

    public KeyDeposit {
        if (suite.signs() != verificationKey.isPresent()) {
            throw new IllegalArgumentException("a decryption key of the suite " + suite.text()
                    + (suite.signs() ? " has a verification key" : " has no verification key"));
        }
    }

    /// Of a suite that does not sign.
    public KeyDeposit(NodeName owner, KeyLine line, CipherSuite suite, KeyId keyId, BaseKey decryptionKey,
            long afterNumber) {
        this(owner, line, suite, keyId, decryptionKey, afterNumber, Optional.empty());
    }

    /// Of an owner that knows no key of the line.
    public KeyDeposit(NodeName owner, KeyLine line, CipherSuite suite, KeyId keyId, BaseKey decryptionKey) {
        this(owner, line, suite, keyId, decryptionKey, 0);
    }

    /// For a stream without labels.
    public KeyDeposit(NodeName owner, StreamName stream, CipherSuite suite, KeyId keyId, BaseKey decryptionKey) {
        this(owner, new KeyLine(stream), suite, keyId, decryptionKey);
    }

    public StreamName stream() {
        return line.stream();
    }
}
