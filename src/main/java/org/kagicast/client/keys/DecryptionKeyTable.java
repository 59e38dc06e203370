package org.kagicast.client.keys;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kagicast.client.fetch.GuardedLongMap;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.sframe.Opener;

/// The client's table: key ID to decryption key. It starts empty, and an entry unused for a set time is erased (R11).
/// State: the client's loop.
public final class DecryptionKeyTable implements AutoCloseable {

    /// The forgotten keys that are remembered by ID and counter, so that no replay revives them.
    private static final int MOST_TOMBSTONES = 65_536;

    private final GuardedLongMap<DecryptionKey> keys;
    private final Map<KeyLine, KeyOrder> orders = new HashMap<>();
    private final GuardedLongMap<Opener.Tombstone> tombstones;
    private final ArrayDeque<Long> tombstonesByAge = new ArrayDeque<>();
    /// Packet after packet comes under the same key.
    private @Nullable DecryptionKey previous;

    public DecryptionKeyTable(RandomGenerator randomness) {
        this.keys = new GuardedLongMap<>(randomness);
        this.tombstones = new GuardedLongMap<>(randomness);
    }

    @Nullable
    public DecryptionKey find(long keyId) {
        DecryptionKey hit = previous;
        if (hit != null && hit.origin().keyId().value() == keyId) {
            return hit;
        }
        hit = keys.get(keyId);
        if (hit != null) {
            previous = hit;
        }
        return hit;
    }

    public void add(DecryptionKey key) {
        long keyId = key.origin().keyId().value();
        DecryptionKey replaced = keys.put(keyId, key);
        if (replaced != null) {
            forget(replaced);
        }
        Opener.Tombstone tombstone = tombstones.get(keyId);
        if (tombstone != null) {
            key.opener().resumeAfter(tombstone);
        }
        KeyOrder order = order(key);
        key.join(order.epoch());
        key.superseded(order.supersededAt(key));
    }

    /// The key that its stream and label has in use, as far as packets have told.
    @Nullable
    public DecryptionKey latest(KeyLine line) {
        KeyOrder order = orders.get(line);
        return order == null ? null : order.latest();
    }

    /// The key has opened its first packet. A former key that opens a straggler later does not come back by that.
    ///
    /// @param arrived when that packet came
    public void tookOver(DecryptionKey key, long arrived) {
        KeyOrder order = order(key);
        order.tookOver(key, arrived);
        judgeAnew(key.line(), order);
    }

    /// A packet that came then verified under a key that a later one of its line has superseded.
    ///
    /// @return whether it is to be doubted that the later one is in use: nothing has come under it for a while
    public boolean isDisputed(DecryptionKey key, long arrived) {
        DecryptionKey latest = latest(key.line());
        return key.disputed(arrived,
                latest == null ? OptionalLong.empty() : OptionalLong.of(latest.usedNanos()));
    }

    /// The key is the one that its line has in use, as the key server says, whatever has opened packets before.
    public void reinstate(DecryptionKey key, long now) {
        KeyOrder order = order(key);
        order.reinstate(key, now);
        judgeAnew(key.line(), order);
    }

    private void judgeAnew(KeyLine line, KeyOrder order) {
        keys.values().stream().filter(other -> other.line().equals(line))
                .forEach(other -> other.superseded(order.supersededAt(other)));
    }

    private KeyOrder order(DecryptionKey key) {
        return orders.computeIfAbsent(key.line(), line -> new KeyOrder());
    }

    public Collection<DecryptionKey> keys() {
        return keys.values();
    }

    public void remove(DecryptionKey key) {
        keys.remove(key.origin().keyId().value());
        forget(key);
    }

    /// Erases the keys of content servers that are not to be believed any more (R34): what comes under them has to be asked
    /// for again, and is refused as long as they are not.
    ///
    /// @param gone gets each before it is erased
    public void forgetSenders(Predicate<NodeName> isShutOut, Consumer<DecryptionKey> gone) {
        List<DecryptionKey> lost = keys.values().stream()
                .filter(key -> key.origin().sender().filter(isShutOut).isPresent()).toList();
        lost.forEach(key -> {
            gone.accept(key);
            remove(key);
        });
    }

    /// Erases what has not been used since then (R11).
    ///
    /// @param gone gets each before it is erased
    public void forgetIdleSince(long nanos, Consumer<DecryptionKey> gone) {
        List<DecryptionKey> idle = new ArrayList<>();
        for (DecryptionKey key : keys.values()) {
            if (key.usedNanos() - nanos < 0) {
                idle.add(key);
            }
        }
        idle.forEach(key -> {
            gone.accept(key);
            remove(key);
        });
    }

    @Override
    public void close() {
        keys.values().forEach(DecryptionKey::close);
        keys.clear();
        orders.clear();
        previous = null;
    }

    private void forget(DecryptionKey key) {
        if (previous == key) {
            previous = null;
        }
        order(key).forget(key);
        long keyId = key.origin().keyId().value();
        if (tombstones.put(keyId, key.opener().tombstone()) == null) {
            tombstonesByAge.add(keyId);
        }
        if (tombstonesByAge.size() > MOST_TOMBSTONES) {
            tombstones.remove(tombstonesByAge.remove().longValue());
        }
        key.close();
    }
}
