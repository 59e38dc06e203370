package org.kagicast.console.timeline;

import java.util.List;
import java.util.Optional;

import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// One row of the timeline.
///
/// @param name what stands at its left
/// @param stream the stream that it is about; empty for a client that receives none
/// @param spans oldest first; only the last may be open
/// @param marks announcements of a stream, fetches of a client
/// @param coming the change that a stream has announced
public record TimelineRow(Kind kind, String name, Optional<StreamName> stream, List<Span> spans, List<Mark> marks,
        Optional<PendingChange> coming) {

    public TimelineRow {
        spans = List.copyOf(spans);
        marks = List.copyOf(marks);
    }

    public enum Kind {
        STREAM,
        CLIENT
    }
}
