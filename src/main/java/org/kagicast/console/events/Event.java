package org.kagicast.console.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kagicast.console.session.Target;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeEvent.Severity;

/// Something that happened, without a language. Never key material.
///
/// @param number grows by one with each event of a log
/// @param noted when the console knew of it, from which on its screens show it
/// @param latest when it happened last, where it happened several times
/// @param count how often it happened
public record Event(long number, EventDraft draft, Instant noted, Instant latest, int count) {

    public Happening happening() {
        return draft.happening();
    }

    public Severity severity() {
        return draft.severity();
    }

    /// When it happened first.
    public Instant at() {
        return draft.at();
    }

    /// Whose doing it is, or who tells it; empty for this console.
    public Optional<String> who() {
        return draft.who();
    }

    /// The stream, or the label of it.
    public Optional<KeyLine> line() {
        return draft.line();
    }

    public Optional<EventKey> key() {
        return draft.key();
    }

    /// What shows it on the Live screen.
    public Optional<Target> about() {
        return draft.about();
    }

    /// Fills the text.
    public List<Part> parts() {
        return draft.parts();
    }

    Event with(EventDraft other) {
        return new Event(number, other, noted, latest, count);
    }

    /// The same once more.
    Event again(EventDraft other, Instant now, int times) {
        return new Event(number, new EventDraft(other.happening(), worse(severity(), other.severity()), at(),
                other.who(), other.line(), other.key(), other.about(), other.parts()), noted, now, count + times);
    }

    /// Whether a draft says the same, numbers aside.
    boolean isLike(EventDraft other) {
        return happening() == other.happening() && who().equals(other.who()) && line().equals(other.line())
                && key().map(EventKey::id).equals(other.key().map(EventKey::id)) && about().equals(other.about())
                && parts().size() == other.parts().size() && areLike(other.parts());
    }

    private boolean areLike(List<Part> others) {
        for (int at = 0; at < others.size(); at++) {
            if (!parts().get(at).isLike(others.get(at))) {
                return false;
            }
        }
        return true;
    }

    /// How long ago it happened last.
    Duration age(Instant now) {
        return Duration.between(latest, now);
    }

    private static Severity worse(Severity one, Severity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
