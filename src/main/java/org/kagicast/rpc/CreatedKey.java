package org.kagicast.rpc;

import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.StreamName;

/// A key information response (R3): what a content server seals with. Whoever gets it owns and closes it.
public record CreatedKey(KeyId keyId, CipherSuite suite, StreamName stream,
        BaseKey baseKey) implements AutoCloseable {

    @Override
    public void close() {
        baseKey.close();
    }
}
