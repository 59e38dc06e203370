package org.kagicast.client;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.EventSink;
import org.kagicast.model.NodeEvent.Notice;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.Time;

/// Tells the changes of a client's status, so that whoever reads its log afterwards knows from when to when it was shut out
/// or had no key server. What lasts for less than [#SETTLED] is not told, and one that goes to and fro is told of at most
/// each [#PAUSE]. It belongs to the client's loop.
final class StatusNotices {

    static final Duration SETTLED = Duration.ofSeconds(1);
    static final Duration PAUSE = Duration.ofSeconds(10);

    /// How a client stands.
    ///
    /// @param missing what keys it lacks, and for what reasons
    /// @param why one sentence or more with the cure, when the status is not plain
    record Standing(Status status, Set<MissingKeys.Topic> missing, Optional<CodedMessage> why) {

        /// Whether the rest is decrypted where something is not granted, as it may be meant.
        private boolean isGood() {
            return status == Status.DECRYPTING && (missing.isEmpty()
                    ? why.isEmpty()
                    : missing.stream().allMatch(topic -> topic.cause() == MissingKeys.Cause.NOT_GRANTED));
        }

        /// Whether the same is to be said of both, but for numbers.
        boolean isLike(Standing other) {
            return status == other.status && missing.equals(other.missing) && why.isPresent() == other.why.isPresent();
        }
    }

    private final ClientSettings settings;
    private final EventSink events;
    private final Time time;
    private Optional<Standing> told = Optional.empty();
    private Optional<Standing> latest = Optional.empty();
    private long latestSince;
    private long toldAt;

    StatusNotices(ClientSettings settings, EventSink events, Time time) {
        this.settings = settings;
        this.events = events;
        this.time = time;
    }

    /// Takes how the client stands now, and tells it where it is time to. To be called often.
    void look(Standing now) {
        long nanos = time.nanos();
        if (latest.filter(now::isLike).isEmpty()) {
            latestSince = nanos;
        }
        latest = Optional.of(now);
        boolean isNews = told.filter(now::isLike).isEmpty();
        boolean mayTell = told.isEmpty() || nanos - toldAt >= PAUSE.toNanos();
        if (isNews && mayTell && nanos - latestSince >= SETTLED.toNanos()) {
            tell(now);
            told = Optional.of(now);
            toldAt = nanos;
        }
    }

    private void tell(Standing now) {
        Severity severity = now.isGood() || now.status == Status.WAITING ? Severity.INFO : Severity.WARNING;
        events.emit(new Notice(time.now(), settings.name(), severity,
                ClientMessage.STATUS.with(settings.groupsText(), word(now.status), now.why)));
    }

    private static CodedMessage word(Status status) {
        return switch (status) {
            case WAITING -> ClientMessage.STATUS_WAITING.with();
            case DECRYPTING -> ClientMessage.STATUS_DECRYPTING.with();
            case FETCHING -> ClientMessage.STATUS_FETCHING.with();
            case NO_ACCESS -> ClientMessage.STATUS_NO_ACCESS.with();
            case NO_KEY_SERVER -> ClientMessage.STATUS_NO_KEY_SERVER.with();
            case FORGED -> ClientMessage.STATUS_FORGED.with();
            case UNAUTHENTICATED -> ClientMessage.STATUS_UNAUTHENTICATED.with();
            case TOO_OLD -> ClientMessage.STATUS_TOO_OLD.with();
            case NO_INTERFACE -> ClientMessage.STATUS_NO_INTERFACE.with();
            case FAILED -> ClientMessage.STATUS_FAILED.with();
        };
    }
}
