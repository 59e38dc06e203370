package org.kagicast.node;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.time.Time;

/// Sends a node's snapshots to one follower: the first at once, then at most 10 a second, and none while nothing has
/// changed or the follower has not taken the last one. A follower that asked for a beat gets a sign of life instead.
final class SnapshotFeed {

    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final long SHORTEST_BEAT = 250;
    private static final long LONGEST_BEAT = 60_000;

    private final Node node;
    private final Time time;
    private final Executor executor;
    private final ServerCallStreamObserver<org.kagicast.proto.NodeSnapshot> follower;
    private final long beatNanos;
    private final AtomicBoolean making = new AtomicBoolean();
    /// Only the one that is making reads and writes these.
    private @Nullable NodeSnapshot sent;
    private long sentNanos;

    /// @param beatMillis as the follower asked for it; 0 for no signs of life
    SnapshotFeed(Node node, Time time, Executor executor,
            ServerCallStreamObserver<org.kagicast.proto.NodeSnapshot> follower, int beatMillis) {
        this.node = node;
        this.time = time;
        this.executor = executor;
        this.follower = follower;
        this.beatNanos = beatMillis == 0
                ? Long.MAX_VALUE
                : TimeUnit.MILLISECONDS.toNanos(
                        Math.clamp(Integer.toUnsignedLong(beatMillis), SHORTEST_BEAT, LONGEST_BEAT));
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
        var _ = node.snapshot().whenCompleteAsync((snapshot, fault) -> {
            try {
                if (fault == null && !follower.isCancelled()) {
                    send(snapshot);
                }
            } finally {
                making.set(false);
            }
        }, executor);
    }

    private void send(NodeSnapshot snapshot) {
        boolean isSame = isSame(snapshot);
        if (isSame && time.nanos() - sentNanos < beatNanos) {
            return;
        }
        follower.onNext(isSame ? SnapshotWriter.unchanged(snapshot) : SnapshotWriter.write(snapshot));
        sent = snapshot;
        sentNanos = time.nanos();
    }

    private boolean isSame(NodeSnapshot snapshot) {
        return sent != null && sent.keyServers().equals(snapshot.keyServers())
                && sent.contentServers().equals(snapshot.contentServers()) && sent.clients().equals(snapshot.clients())
                && sent.connections().equals(snapshot.connections())
                && sent.certificateEnds().equals(snapshot.certificateEnds())
                && sent.problems().equals(snapshot.problems());
    }
}
