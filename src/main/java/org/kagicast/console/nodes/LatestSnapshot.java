package org.kagicast.console.nodes;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.NodeControl;
import org.kagicast.time.Time;

/// Hands the newest that is known of a node to the console's thread: its latest snapshot, or that it is not heard of.
/// However much arrives while that thread is busy, it gets one call and the newest.
final class LatestSnapshot implements NodeControl.Follower, AutoCloseable {

    private final Executor console;
    private final NodeControl.Follower consumer;
    private final AtomicReference<@Nullable News> newest = new AtomicReference<>();
    private final NodeControl.Following watch;
    private volatile boolean closed;

    LatestSnapshot(NodeControl node, Time time, Executor console, Executor background, NodeControl.Follower consumer) {
        this.console = console;
        this.consumer = consumer;
        this.watch = node.follow(this, time, background);
    }

    private sealed interface News {

        record Heard(NodeSnapshot snapshot) implements News {}

        record Lost(CodedMessage sentence) implements News {}
    }

    @Override
    public void heard(NodeSnapshot snapshot) {
        arrived(new News.Heard(snapshot));
    }

    @Override
    public void lost(CodedMessage sentence) {
        arrived(new News.Lost(sentence));
    }

    /// As [NodeControl.Following#wantKeys].
    void wantKeys(boolean wanted) {
        watch.wantKeys(wanted);
    }

    /// Nothing reaches the consumer after this, if called on the console's thread.
    @Override
    public void close() {
        closed = true;
        watch.close();
    }

    private void arrived(News news) {
        if (newest.getAndSet(news) == null) {
            console.execute(this::hand);
        }
    }

    private void hand() {
        News news = newest.getAndSet(null);
        if (news != null && !closed) {
            switch (news) {
                case News.Heard heard -> consumer.heard(heard.snapshot());
                case News.Lost lost -> consumer.lost(lost.sentence());
            }
        }
    }
}
