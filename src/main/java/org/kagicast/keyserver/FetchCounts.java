package org.kagicast.keyserver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.kagicast.keyserver.KmvSketch.Sketch;
import org.kagicast.model.BaseKey;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;

/// How many different clients have fetched each key. A number for people and for whoever waits until all are ready, and no
/// list of receivers (R13): names are hashed under the key that was fetched, so what is kept tells nobody without that key
/// who they were, and links no key's fetchers to another's. Key master and slaves hash alike, so that their counts can be
/// put together. No answer depends on it. Safe for use by several threads.
final class FetchCounts {

    private static final String HASH = "HmacSHA256";
    private static final byte[] PURPOSE = "kagicast fetch count:".getBytes(StandardCharsets.US_ASCII);

    private final Map<KeyId, KmvSketch> counters = new LinkedHashMap<>();
    private final Consumer<KeyId> changed;
    private long news;

    FetchCounts() {
        this(keyId -> {
        });
    }

    /// @param changed runs after something new has been learnt about a key here
    FetchCounts(Consumer<KeyId> changed) {
        this.changed = changed;
    }

    /// @param key the key of that ID, which stays with the caller
    void count(KeyId keyId, BaseKey key, NodeName client) {
        long hash = hash(key, client);
        boolean isNews;
        synchronized (counters) {
            isNews = counter(keyId).add(hash);
            news += isNews ? 1 : 0;
        }
        if (isNews) {
            changed.accept(keyId);
        }
    }

    /// Takes over what a slave has counted.
    void merge(KeyId keyId, Sketch sketch) {
        synchronized (counters) {
            counter(keyId).merge(sketch);
            news++;
        }
    }

    /// Is another number once a count may be another one.
    long news() {
        synchronized (counters) {
            return news;
        }
    }

    int of(KeyId keyId) {
        synchronized (counters) {
            KmvSketch counter = counters.get(keyId);
            return counter == null ? 0 : counter.count();
        }
    }

    /// What is known of one key; empty if nobody has fetched it.
    Optional<Sketch> sketch(KeyId keyId) {
        synchronized (counters) {
            return Optional.ofNullable(counters.get(keyId)).map(KmvSketch::sketch);
        }
    }

    /// The keys that something is known of, in the order of their first news.
    List<KeyId> keys() {
        synchronized (counters) {
            return List.copyOf(counters.keySet());
        }
    }

    int size() {
        synchronized (counters) {
            return counters.size();
        }
    }

    /// Forgets the keys that are no longer there.
    void retain(Predicate<KeyId> isThere) {
        keys().stream().filter(isThere.negate()).forEach(this::forget);
    }

    void forget(KeyId keyId) {
        synchronized (counters) {
            counters.remove(keyId);
            news++;
        }
    }

    private KmvSketch counter(KeyId keyId) {
        return counters.computeIfAbsent(keyId, id -> new KmvSketch());
    }

    private static long hash(BaseKey key, NodeName client) {
        byte[] bytes = key.copyBytes();
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(new SecretKeySpec(bytes, HASH));
            mac.update(PURPOSE);
            return ByteBuffer.wrap(mac.doFinal(client.value().getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA-256", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
