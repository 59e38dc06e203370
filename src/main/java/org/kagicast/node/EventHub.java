package org.kagicast.node;

import java.util.concurrent.CopyOnWriteArrayList;

import org.kagicast.model.EventSink;
import org.kagicast.model.NodeEvent;

/// Hands each event of the node's roles to everybody who follows them. Safe for use by several threads.
public final class EventHub implements EventSink {

    private final CopyOnWriteArrayList<EventSink> followers = new CopyOnWriteArrayList<>();

    @Override
    public void emit(NodeEvent event) {
        followers.forEach(follower -> follower.emit(event));
    }

    /// @param follower must return at once
    public NodeControl.Watch follow(EventSink follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }
}
