package org.kagicast.node;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.proto.KeyTableChanges;
import org.kagicast.time.Time;

/// Tells one follower the key tables of a node's key servers: each in full at first, as fast as the follower takes it, and
/// from then on what has changed, 4 times a second at most and no more than [KeyTableDelta#MOST] rows each time. Of a row
/// that changes again and again it gets the latest.
final class KeyTableFeed {

    static final Duration PERIOD = Duration.ofMillis(250);

    private final Node node;
    private final Time time;
    private final Executor executor;
    private final ServerCallStreamObserver<KeyTableChanges> follower;
    private final AtomicBoolean making = new AtomicBoolean();
    private volatile boolean isFilling = true;
    /// What the follower knows. Only the one that is making reads and writes it.
    private final Map<NodeName, KnownKeyTable> known = new HashMap<>();

    KeyTableFeed(Node node, Time time, Executor executor, ServerCallStreamObserver<KeyTableChanges> follower) {
        this.node = node;
        this.time = time;
        this.executor = executor;
        this.follower = follower;
    }

    void start() {
        Time.Scheduled ticking = time.every(PERIOD, executor, this::offer);
        follower.setOnCancelHandler(ticking::cancel);
        follower.setOnReadyHandler(() -> {
            if (isFilling) {
                executor.execute(this::offer);
            }
        });
        offer();
    }

    private void offer() {
        if (follower.isCancelled() || !follower.isReady() || !making.compareAndSet(false, true)) {
            return;
        }
        var _ = node.keyServers().whenCompleteAsync((servers, fault) -> {
            try {
                if (fault == null && !follower.isCancelled()) {
                    send(servers);
                }
            } finally {
                making.set(false);
            }
        }, executor);
    }

    private void send(List<KeyServerSnapshot> servers) {
        boolean isAnyPartial = false;
        for (KeyServerSnapshot server : servers) {
            KnownKeyTable table = known.computeIfAbsent(server.name(), absent -> new KnownKeyTable());
            Optional<KeyTableDelta> next;
            do {
                next = follower.isReady() ? table.next(server.keys()) : Optional.empty();
                next.ifPresent(delta -> follower.onNext(SnapshotWriter.write(server.name(), delta)));
            } while (next.isPresent() && !table.isWhole());
            isAnyPartial |= !table.isWhole();
        }
        isFilling = isAnyPartial;
    }
}
