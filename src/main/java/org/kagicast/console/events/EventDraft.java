package org.kagicast.console.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kagicast.console.session.Target;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeEvent.Severity;

/// What is to be written into the log.
///
/// @param at when it happened
/// @param who whose doing it is, or who tells it; empty for this console
/// @param line the stream, or the label of it
/// @param about what shows it on the Live screen
/// @param parts fill the text
record EventDraft(Happening happening, Severity severity, Instant at, Optional<String> who, Optional<KeyLine> line,
        Optional<EventKey> key, Optional<Target> about, List<Part> parts) {

    EventDraft {
        parts = List.copyOf(parts);
    }

    static EventDraft of(Happening happening, Instant at, Part... parts) {
        return new EventDraft(happening, happening.severity(), at, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), List.of(parts));
    }

    EventDraft by(Object whose) {
        return new EventDraft(happening, severity, at, Optional.of(whose.toString()), line, key, about, parts);
    }

    EventDraft on(KeyLine other) {
        return new EventDraft(happening, severity, at, who, Optional.of(other), key,
                about.or(() -> Optional.of(new Target.OfStream(other.stream()))), parts);
    }

    EventDraft with(EventKey other) {
        return new EventDraft(happening, severity, at, who, line, Optional.of(other), about, parts);
    }

    EventDraft about(Target other) {
        return new EventDraft(happening, severity, at, who, line, key, Optional.of(other), parts);
    }

    EventDraft as(Severity other) {
        return new EventDraft(happening, other, at, who, line, key, about, parts);
    }
}
