package org.kagicast.node;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.time.Time;

/// Sends a node's snapshots to one follower: the first at once, then at most 10 a second, and none while nothing has
/// changed or the follower has not taken the last one. A follower that asked for a beat gets a sign of life instead. One
/// that remembers the keys of key servers gets them once a second at most, and only when they have changed: a long table
/// is by far the most of a snapshot, and a busy key server counts requests all the time. One that wants no keys gets none,
/// and [KeyTableFeed] tells it what changes in them. One of an early version that knows none of this gets all keys each
/// time, so a long table makes its snapshots as seldom.
final class SnapshotFeed {

    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final long KEYS_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    /// Keys that are too many to be sent 10 times a second.
    private static final int MANY_KEYS = 1_000;
    private static final long SHORTEST_BEAT = 250;
    private static final long LONGEST_BEAT = 60_000;

    private final Node node;
    private final Time time;
    private final Executor executor;
    private final ServerCallStreamObserver<org.kagicast.proto.NodeSnapshot> follower;
    private final long beatNanos;
    private final boolean wantsNoKeys;
    private final boolean leavesKeysOut;
    private final AtomicBoolean making = new AtomicBoolean();
    /// What the follower knows. Only the one that is making reads and writes these.
    private @Nullable NodeSnapshot sent;
    private long sentNanos;
    private long keysNanos;

    SnapshotFeed(Node node, Time time, Executor executor,
            ServerCallStreamObserver<org.kagicast.proto.NodeSnapshot> follower, WatchSnapshotsRequest wish) {
        this.node = node;
        this.time = time;
        this.executor = executor;
        this.follower = follower;
        this.wantsNoKeys = wish.getWithoutKeys();
        this.leavesKeysOut = wish.getLeaveOutKeys();
        this.beatNanos = wish.getBeatMs() == 0
                ? Long.MAX_VALUE
                : TimeUnit.MILLISECONDS.toNanos(
                        Math.clamp(Integer.toUnsignedLong(wish.getBeatMs()), SHORTEST_BEAT, LONGEST_BEAT));
    }

    void start() {
        Time.Scheduled ticking = time.every(PERIOD, executor, this::offer);
        follower.setOnCancelHandler(ticking::cancel);
        offer();
    }

    private void offer() {
        if (follower.isCancelled() || !follower.isReady() || !making.compareAndSet(false, true)) {
            return;
        }
        boolean withKeys = needsKeys();
        var _ = (withKeys ? node.snapshot() : node.summary()).whenCompleteAsync((snapshot, fault) -> {
            try {
                if (fault == null && !follower.isCancelled()) {
                    send(snapshot, withKeys);
                }
            } finally {
                making.set(false);
            }
        }, executor);
    }

    private boolean needsKeys() {
        return !wantsNoKeys
                && (sent == null || !leavesKeysOut || time.nanos() - keysNanos >= KEYS_PERIOD_NANOS);
    }

    private void send(NodeSnapshot made, boolean withKeys) {
        long now = time.nanos();
        NodeSnapshot known = sent;
        if (known != null && !wantsNoKeys && !leavesKeysOut && now - sentNanos < KEYS_PERIOD_NANOS
                && known.keyServers().stream().mapToInt(server -> server.keys().size()).sum() > MANY_KEYS) {
            return;
        }
        NodeSnapshot snapshot = known == null || withKeys ? made : withKeysOf(known, made);
        boolean isSame = known != null && isSame(known, snapshot);
        if (isSame && now - sentNanos < beatNanos) {
            return;
        }
        boolean tellsKeys = known == null
                || snapshot.keyServers().stream().anyMatch(server -> !knowsKeys(known, server));
        follower.onNext(isSame
                ? SnapshotWriter.unchanged(snapshot)
                : SnapshotWriter.write(snapshot,
                        server -> wantsNoKeys || (leavesKeysOut && knowsKeys(known, server))));
        sent = snapshot;
        sentNanos = now;
        keysNanos = tellsKeys ? now : keysNanos;
    }

    private static NodeSnapshot withKeysOf(NodeSnapshot known, NodeSnapshot made) {
        List<KeyServerSnapshot> servers = made.keyServers().stream().map(server -> former(known, server)
                .map(former -> server.showing(former.keys())).orElse(server)).toList();
        return made.withKeyServers(servers);
    }

    private static boolean knowsKeys(@Nullable NodeSnapshot known, KeyServerSnapshot server) {
        return former(known, server).filter(former -> former.keys().equals(server.keys())).isPresent();
    }

    private static Optional<KeyServerSnapshot> former(@Nullable NodeSnapshot known, KeyServerSnapshot server) {
        return Optional.ofNullable(known).stream().flatMap(snapshot -> snapshot.keyServers().stream())
                .filter(former -> former.name().equals(server.name())).findFirst();
    }

    private static boolean isSame(NodeSnapshot known, NodeSnapshot snapshot) {
        return known.asOf(snapshot.at(), snapshot.sequence()).equals(snapshot);
    }
}
