package org.kagicast.console.nodes;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.NodeControl;
import org.kagicast.time.Time;

/// One node that the console follows, and what is known of it. On the console's thread only.
public final class NodeLink implements AutoCloseable {

    private final NodeControl node;
    private final Time time;
    private final Executor console;
    private final Executor background;
    private final Consumer<NodeLink> changed;
    private final Supplier<Optional<CodedMessage>> operator;
    private NodeStatus status;
    private Instant lastHeard;
    private final NoticeInbox notices = new NoticeInbox();
    private @Nullable LatestSnapshot feed;
    private NodeControl.@Nullable Watch events;
    private boolean wantsKeys;
    private boolean closed;

    /// @param operator what is wrong with the operator's own certificate, in one sentence
    /// @param changed is told each time that more is known
    public NodeLink(Optional<Destination> destination, NodeControl node, Supplier<Optional<CodedMessage>> operator,
            Time time,
            Executor console, Executor background, Consumer<NodeLink> changed) {
        this.operator = operator;
        this.node = node;
        this.time = time;
        this.console = console;
        this.background = background;
        this.changed = changed;
        this.status = NodeStatus.calling(destination);
        this.lastHeard = time.now();
    }

    /// Begins to follow.
    public void open() {
        LatestSnapshot opened = new LatestSnapshot(node, time, console, background, new Listener());
        feed = opened;
        opened.wantKeys(wantsKeys);
        if (closed) {
            opened.close();
        }
    }

    /// Has the node tell the rows of its key servers' key tables from now on, or keep them for itself.
    public void wantKeys(boolean wanted) {
        wantsKeys = wanted;
        if (feed != null) {
            feed.wantKeys(wanted);
        }
    }

    public NodeControl node() {
        return node;
    }

    public NodeStatus status() {
        return status;
    }

    /// The warnings and errors of its roles since the last time.
    public NoticeInbox.Taken takeNotices() {
        return notices.take();
    }

    /// Follows no more; whoever opened the node closes it. Twice is harmless.
    @Override
    public void close() {
        closed = true;
        if (feed != null) {
            feed.close();
        }
        unwatch();
    }

    /// A watch ends with the connection, so that a node that is back is watched anew.
    private void watch() {
        if (events == null && !closed) {
            events = node.watchEvents(notices);
        }
    }

    private void unwatch() {
        if (events != null) {
            events.close();
            events = null;
        }
    }

    private final class Listener implements NodeControl.Follower {

        @Override
        public void heard(NodeSnapshot snapshot) {
            lastHeard = time.now();
            watch();
            tell(status.heard(snapshot, operator.get()));
        }

        @Override
        public void lost(CodedMessage sentence) {
            unwatch();
            tell(status.silent(lastHeard, sentence, operator.get()));
        }

        private void tell(NodeStatus next) {
            if (!closed) {
                status = next;
                changed.accept(NodeLink.this);
            }
        }
    }
}
