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
    private final List<Silent> silences = new ArrayList<>();
    private Instant heard = Instant.MIN;
    private Optional<Instant> began = Optional.empty();

    List<Span> spans() {
        return spans;
    }

    List<Mark> marks() {
        return marks;
    }

    List<Silent> silences() {
        return silences;
    }

    /// Since when anything is known: the first thing heard, or the first key used before that.
    Optional<Instant> began() {
        return began;
    }

    /// The moment that the row knows of.
    Instant heard() {
        return heard;
    }

    /// Whether there is more to know than before. Keeps a silence.
    boolean takes(Freshness.Heard news) {
        boolean isSilent = !silences.isEmpty() && silences.getLast().to().isEmpty();
        if (news.silentSince().isPresent()) {
            if (!isSilent) {
                end(news.silentSince().get());
                silences.add(new Silent(news.silentSince().get(), Optional.empty()));
            }
            return false;
        }
        if (isSilent) {
            silences.set(silences.size() - 1, new Silent(silences.getLast().from(), Optional.of(news.at())));
        }
        if (began.isEmpty() && !news.at().equals(Instant.MIN)) {
            began = Optional.of(news.at());
        }
        boolean isNew = news.at().isAfter(heard);
        heard = isNew ? news.at() : heard;
        return isNew;
    }

    /// Packets of a key come and have a fate, either of which may be another than before.
    ///
    /// @param since when the change happened, if it was a change
    void use(KeyId keyId, Span.Fate fate, Instant since) {
        Optional<Span> open = open();
        if (open.isPresent() && isOf(open.get(), keyId, fate)) {
            return;
        }
        if (resumes(keyId, fate, since)) {
            spans.set(spans.size() - 1, new Span(keyId, fate, spans.getLast().from(), Optional.empty()));
            return;
        }
        end(since);
        spans.add(new Span(keyId, fate, since, Optional.empty()));
        began = began.map(first -> since.isBefore(first) ? since : first);
    }

    /// Whether the key was in use all the time since, after all, while nobody told.
    private boolean resumes(KeyId keyId, Span.Fate fate, Instant since) {
        return !spans.isEmpty() && isOf(spans.getLast(), keyId, fate)
                && spans.getLast().to().map(end -> !since.isAfter(end)).orElse(false);
    }

    private static boolean isOf(Span span, KeyId keyId, Span.Fate fate) {
        return span.keyId().equals(keyId) && span.fate() == fate;
    }

    /// No packets come from here on.
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
        silences.removeIf(silent -> silent.to().map(horizon::isAfter).orElse(false));
        marks.removeIf(mark -> mark.at().isBefore(horizon));
        marked.removeIf(mark -> mark.at().isBefore(horizon));
    }

    /// Whether packets are opened now.
    boolean isUsing() {
        return open().filter(span -> span.fate() == Span.Fate.USED).isPresent();
    }

    private Optional<Span> open() {
        return spans.isEmpty() ? Optional.empty() : Optional.of(spans.getLast()).filter(Span::isOpen);
    }
}
