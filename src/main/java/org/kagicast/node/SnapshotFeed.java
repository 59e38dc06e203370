package org.kagicast.node;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.time.Time;

/// Sends a node's snapshots to one follower: the first at once, then at most 10 a second, and none while nothing has
/// changed or the follower has not taken the last one.
final class SnapshotFeed {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Node node;
    private final Time time;
    private final Executor executor;
    private final ServerCallStreamObserver<org.kagicast.proto.NodeSnapshot> follower;
    private final AtomicBoolean making = new AtomicBoolean();
    /// Only the one that is making reads and writes it.
    private @Nullable NodeSnapshot sent;

    SnapshotFeed(Node node, Time time, Executor executor,
            ServerCallStreamObserver<org.kagicast.proto.NodeSnapshot> follower) {
        this.node = node;
        this.time = time;
        this.executor = executor;
        this.follower = follower;
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
                if (fault == null && !follower.isCancelled() && !isSame(snapshot)) {
                    follower.onNext(SnapshotWriter.write(snapshot));
                    sent = snapshot;
                }
            } finally {
                making.set(false);
            }
        }, executor);
    }

    private boolean isSame(NodeSnapshot snapshot) {
        return sent != null && sent.keyServers().equals(snapshot.keyServers())
                && sent.contentServers().equals(snapshot.contentServers()) && sent.clients().equals(snapshot.clients());
    }
}
