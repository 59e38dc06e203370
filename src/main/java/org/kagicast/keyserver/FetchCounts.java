package org.kagicast.keyserver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;

/// How many different clients have fetched each key. A number for people, and no list of receivers (R13): names are
/// hashed with a salt that only this object knows, differently for each key, so what is kept neither tells who they
/// were nor links one key's fetchers to another's. Nothing reads it but the snapshot. Safe for use by several threads.
final class FetchCounts {

    private final byte[] salt = new byte[32];
    private final Map<KeyId, DistinctCounter> counters = new HashMap<>();

    FetchCounts(SecureRandom randomness) {
        randomness.nextBytes(salt);
    }

    void count(KeyId keyId, NodeName client) {
        long hash = hash(keyId, client);
        synchronized (counters) {
            counters.computeIfAbsent(keyId, id -> new DistinctCounter()).add(hash);
        }
    }

    int of(KeyId keyId) {
        synchronized (counters) {
            DistinctCounter counter = counters.get(keyId);
            return counter == null ? 0 : counter.count();
        }
    }

    void forget(KeyId keyId) {
        synchronized (counters) {
            counters.remove(keyId);
        }
    }

    private long hash(KeyId keyId, NodeName client) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(keyId.value()).flip());
            return ByteBuffer.wrap(digest.digest(client.value().getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
