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
/// @param silences while nothing was heard of it, oldest first; only the last may be open
/// @param coming the change that a stream has announced
public record TimelineRow(Kind kind, String name, Optional<StreamName> stream, List<Span> spans, List<Mark> marks,
        List<Silent> silences, Optional<PendingChange> coming) {

    public TimelineRow {
        spans = List.copyOf(spans);
        marks = List.copyOf(marks);
        silences = List.copyOf(silences);
    }

    public enum Kind {
        STREAM,
        CLIENT
    }
}
