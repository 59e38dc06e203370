package org.kagicast.console.session;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.node.NodeControl;

/// Hands the newest snapshot of a node to the console's thread. However many arrive while that thread is busy, it gets
/// one call and the newest of them.
final class SnapshotFeed implements AutoCloseable {

    private final Executor console;
    private final Consumer<NodeSnapshot> consumer;
    private final AtomicReference<@Nullable NodeSnapshot> newest = new AtomicReference<>();
    private final NodeControl.Watch watch;
    private volatile boolean closed;

    SnapshotFeed(NodeControl node, Executor console, Consumer<NodeSnapshot> consumer) {
        this.console = console;
        this.consumer = consumer;
        this.watch = node.watchSnapshots(this::arrived);
    }

    /// No snapshot reaches the consumer after this, if called on the console's thread.
    @Override
    public void close() {
        closed = true;
        watch.close();
    }

    private void arrived(NodeSnapshot snapshot) {
        if (newest.getAndSet(snapshot) == null) {
            console.execute(this::hand);
        }
    }

    private void hand() {
        NodeSnapshot snapshot = newest.getAndSet(null);
        if (snapshot != null && !closed) {
            consumer.accept(snapshot);
        }
    }
}
