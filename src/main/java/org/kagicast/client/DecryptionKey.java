package org.kagicast.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.sframe.Opener;

/// One entry of the decryption-key table: key ID to decryption key. State: the client's loop.
final class DecryptionKey implements AutoCloseable {

    private final Origin origin;
    private final Opener opener;
    private final String fingerprint;
    /// Idle time counts from here (monotonic nanoseconds).
    private long usedNanos;
    private long opened;
    /// Its place among the keys that opened something, 0 before.
    private long place;

    DecryptionKey(Origin origin, BaseKey baseKey, int windowPackets, long usableFromNanos) {
        this.origin = origin;
        this.opener = new Opener(origin.keyId, origin.suite, baseKey,
                origin.line.stream().value().getBytes(StandardCharsets.UTF_8), windowPackets);
        this.fingerprint = baseKey.fingerprint();
        this.usedNanos = usableFromNanos;
    }

    /// Where a key came from, and what was said with it.
    ///
    /// @param announced whether it was fetched ahead of its use
    record Origin(KeyId keyId, KeyLine line, CipherSuite suite, NodeName from, Instant fetched,
            boolean announced) {}

    Origin origin() {
        return origin;
    }

    StreamName stream() {
        return origin.line.stream();
    }

    KeyLine line() {
        return origin.line;
    }

    Opener opener() {
        return opener;
    }

    String fingerprint() {
        return fingerprint;
    }

    long opened() {
        return opened;
    }

    long usedNanos() {
        return usedNanos;
    }

    /// The key has opened its first packet, as the client's such key of that number.
    void tookOver(long number) {
        place = number;
    }

    /// Whether both have opened packets, and this one began after the other.
    boolean cameAfter(DecryptionKey other) {
        return other.place > 0 && place > other.place;
    }

    /// Only a packet whose tag verified comes here.
    void used(long nanos) {
        opened++;
        usedNanos = Math.max(usedNanos, nanos);
    }

    /// The stream says that the key's use begins at that moment at the earliest, so that it is not idle before.
    void awaited(long usableFromNanos) {
        usedNanos = Math.max(usedNanos, usableFromNanos);
    }

    @Override
    public void close() {
        opener.close();
    }

    @Override
    public String toString() {
        return "DecryptionKey[" + origin.keyId + " of " + origin.line + "]";
    }
}
