package org.kagicast.model;

/// Takes events from the roles. Must return at once and must not throw; called from many threads.
@FunctionalInterface
public interface EventSink {

    /// For those that nobody listens to.
    EventSink NONE = event -> {
    };

    void emit(NodeEvent event);
}
