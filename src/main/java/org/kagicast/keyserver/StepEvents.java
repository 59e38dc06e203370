package org.kagicast.keyserver;

import java.util.Optional;

import org.kagicast.model.EventSink;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.Step;
import org.kagicast.time.Time;

/// Tells those who watch of each message that this key server sends.
final class StepEvents {

    private final NodeName self;
    private final Time time;
    private final EventSink events;

    StepEvents(NodeName self, Time time, EventSink events) {
        this.self = self;
        this.time = time;
        this.events = events;
    }

    /// @param key what people call it; empty where that is not known
    void sends(Step step, NodeName to, KeyId keyId, Optional<KeyName> key) {
        events.emit(key.map(known -> new NodeEvent.Message(time.now(), self, step, Optional.of(to), known))
                .orElseGet(() -> new NodeEvent.Message(time.now(), self, step, Optional.of(to), Optional.of(keyId),
                        Optional.empty())));
    }
}
