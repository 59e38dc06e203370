package org.kagicast.rpc.keys;

import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.StreamName;

/// A key information response (R3): what a content server seals with. Whoever gets it owns and closes it.
///
/// @param number counts the keys of its line, from 1 on; 0 from a key server that does not number them
public record CreatedKey(KeyId keyId, CipherSuite suite, KeyLine line, long number,
        BaseKey baseKey) implements AutoCloseable {

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
    }
}
