package org.kagicast.console.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.kagicast.model.KeyId;

/// What one row remembers. One thread.
final class Track {

    private final List<Span> spans = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final Set<Mark> marked = new HashSet<>();

    List<Span> spans() {
        return spans;
    }

    List<Mark> marks() {
        return marks;
    }

    /// The key in use, which may be another than before.
    ///
    /// @param since when the change happened, if it was a change
    void use(KeyId keyId, Instant since) {
        Optional<Span> open = open();
        if (open.isPresent() && open.get().keyId().equals(keyId)) {
            return;
        }
        end(since);
        spans.add(new Span(keyId, since, Optional.empty()));
    }

    /// No key is in use from here on.
    void end(Instant at) {
        open().ifPresent(span -> spans.set(spans.size() - 1, span.until(at)));
    }

    void mark(Mark mark) {
        if (marked.add(mark)) {
            marks.add(mark);
        }
    }

    void forgetBefore(Instant horizon) {
        spans.removeIf(span -> span.to().map(horizon::isAfter).orElse(false));
        marks.removeIf(mark -> mark.at().isBefore(horizon));
        marked.removeIf(mark -> mark.at().isBefore(horizon));
    }

    boolean isOpen() {
        return open().isPresent();
    }

    private Optional<Span> open() {
        return spans.isEmpty() ? Optional.empty() : Optional.of(spans.getLast()).filter(Span::isOpen);
    }
}
