package org.kagicast.console.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.kagicast.model.StreamSnapshot.PendingChange;

/// One row of the timeline.
///
/// @param name what people call it by
/// @param began since when anything is known of it; before that there is nothing to show. Empty while nothing is
/// @param spans oldest first; only the last may be open. Between two of them no packets came
/// @param marks announcements of a stream, fetches of a client
/// @param silences while nothing was heard of it, oldest first; only the last may be open
/// @param coming the change that a stream has announced
public record TimelineRow(Place place, String name, Optional<Instant> began, List<Span> spans, List<Mark> marks,
        List<Silent> silences, Optional<PendingChange> coming) {

    public TimelineRow {
        spans = List.copyOf(spans);
        marks = List.copyOf(marks);
        silences = List.copyOf(silences);
    }

    boolean isStream() {
        return place.client().isEmpty();
    }
}
