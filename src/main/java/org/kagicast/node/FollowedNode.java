package org.kagicast.node;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagicast.proto.KeyTableChanges;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.NodeSnapshot;
import org.kagicast.proto.WatchKeyTablesRequest;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.ReconnectingStream;
import org.kagicast.time.Time;

/// Follows a node over every loss of its connection: its snapshots all the time, and its key tables while they are
/// wanted. Its monitor guards it, and no reader waits for it. Safe for use by several threads.
final class FollowedNode implements NodeControl.Following {

    private final Connection connection;
    private final Time time;
    private final Executor executor;
    private final Consumer<NodeControl.Watch> closing;
    private final KeyTableFollowing tables = new KeyTableFollowing(new Changes());
    private final NodeFollowing following;
    private final ReconnectingStream<WatchSnapshotsRequest, NodeSnapshot> snapshots;
    private @Nullable ReconnectingStream<WatchKeyTablesRequest, KeyTableChanges> keys;
    private boolean closed;

    /// @param closing is told when this is closed
    FollowedNode(Connection connection, NodeControl.Follower follower, Time time, Executor executor,
            Consumer<NodeControl.Watch> closing) {
        this.connection = connection;
        this.time = time;
        this.executor = executor;
        this.closing = closing;
        this.following = new NodeFollowing(follower, tables, time);
        this.snapshots = new ReconnectingStream<>(connection, NodeServiceGrpc.getWatchSnapshotsMethod(), following,
                time,
                executor, NodeFollowing.SILENCE);
    }

    void start() {
        snapshots.start();
    }

    @Override
    public synchronized void wantKeys(boolean wanted) {
        if (!wanted || closed) {
            endKeys();
        } else if (keys == null) {
            keys = new ReconnectingStream<>(connection, NodeServiceGrpc.getWatchKeyTablesMethod(), tables, time,
                    executor,
                    Duration.ZERO);
            keys.start();
        }
    }

    private void endKeys() {
        if (keys != null) {
            keys.close();
            keys = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        closing.accept(this);
        endKeys();
        snapshots.close();
    }

    private final class Changes implements KeyTableFollowing.Listener {

        @Override
        public void onChange() {
            following.onRows();
        }

        /// What tells it holds the call's monitor.
        @Override
        public void onUnknown() {
            executor.execute(() -> wantKeys(false));
        }
    }
}
