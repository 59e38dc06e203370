package org.kagicast.console.lanes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kagicast.console.keycommands.ComingKey;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.Hold;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// What is shown of one line of a stream's keys: of one label, or of a stream that has one key at a time.
///
/// @param inUse the key on air
/// @param age how old it is, and when it is to be changed
/// @param ageInShort how old it is
/// @param isOverdue whether it should have been changed by now
/// @param next the announced key
/// @param nextCaption "next", or "last change" while nothing is announced
/// @param nextText the countdown, or how the last change went
/// @param nextTip more of it
/// @param isUnconfirmed whether the countdown is that of a node that is not heard of, which may have done anything since
/// @param readiness who has the announced key
/// @param coming what commands about the announced change are bound to
public record KeysState(KeyLine line, Optional<KeyLook> inUse, String age, String ageInShort,
        boolean isOverdue, Optional<KeyLook> next,
        String nextCaption, String nextText, String nextTip, boolean isUnconfirmed, Readiness readiness,
        Optional<ComingKey> coming) {

    /// A key may be changed a little after its time.
    private static final Duration GRACE = Duration.ofSeconds(1);

    /// Which clients have a key.
    ///
    /// @param have how many have it
    /// @param all of how many; 0 while nothing is announced
    /// @param text the same in words
    public record Readiness(int have, int all, String text) {}

    /// @param clients those of the stream
    static KeysState of(StreamSnapshot stream, LabelState keys, List<ClientSnapshot> clients, Frame now) {
        Frame frame = now.of(new Target.OfStream(stream.name()));
        boolean isUnconfirmed = keys.pending().isPresent()
                && now.silence(new Target.OfStream(stream.name())).isPresent();
        KeyLine line = new KeyLine(stream.name(), keys.label());
        Optional<Duration> age = keys.inUse().map(key -> Duration.between(key.since(), frame.now()));
        boolean isOverdue = stream.cryptoPeriod().isPositive()
                && age.filter(old -> old.compareTo(stream.cryptoPeriod().plus(GRACE)) > 0).isPresent();
        return new KeysState(line, keys.inUse().map(key -> look(key.keyId(), KeyPhase.IN_USE, frame)),
                age.map(old -> age(old, stream.cryptoPeriod(), isOverdue, frame.texts())).orElse(""),
                age.map(old -> frame.texts().of("live.stream.age", frame.texts().duration(old))).orElse(""), isOverdue,
                keys.pending().map(change -> look(change.keyId(), KeyPhase.COMING, frame)),
                frame.texts().of(keys.pending().isPresent() ? "live.stream.next" : "live.stream.lastChange"),
                keys.pending().map(change -> isUnconfirmed ? unconfirmed(change, now) : countdown(change, frame))
                        .orElseGet(() -> keys.lastChange().map(change -> lastChange(change, frame))
                                .orElseGet(() -> frame.texts().of("live.stream.noChange"))),
                keys.pending().map(change -> tip(change, frame)).orElse(""), isUnconfirmed,
                readiness(keys, clients, isUnconfirmed, frame),
                keys.pending().map(change -> new ComingKey(line, change.keyId())));
    }

    private static KeyLook look(KeyId keyId, KeyPhase phase, Frame frame) {
        return frame.seen().numbers().look(keyId, phase);
    }

    private static String age(Duration age, Duration period, boolean isOverdue, Texts texts) {
        String old = texts.duration(age);
        return period.isPositive()
                ? texts.of(isOverdue ? "live.stream.overdue" : "live.stream.ageOf", old, texts.duration(period))
                : texts.of("live.stream.age", old);
    }

    private static String countdown(PendingChange change, Frame frame) {
        Texts texts = frame.texts();
        if (change.hold().isPresent()) {
            return held(change.hold().get(), frame);
        }
        Duration left = Duration.between(frame.now(), change.switchAt());
        return left.isPositive()
                ? texts.of("live.stream.in", left.compareTo(Duration.ofMinutes(2)) < 0
                        ? texts.tenths(left)
                        : texts.duration(left))
                : texts.of("live.stream.due");
    }

    private static String unconfirmed(PendingChange change, Frame now) {
        boolean isPast = change.switchAt().isBefore(now.now());
        return now.texts().of(isPast ? "live.stream.wasDue" : "live.stream.dueUnheard",
                now.texts().clock(change.switchAt()));
    }

    private static String held(Hold hold, Frame frame) {
        Texts texts = frame.texts();
        String until = hold.untilShare().map(share -> texts.of("live.stream.heldUntil", Math.round(share * 100)))
                .orElseGet(() -> texts.of("live.stream.held"));
        return hold.atMost().map(end -> texts.of("live.stream.heldAtMost", until,
                texts.duration(Duration.between(frame.now(), end)))).orElse(until);
    }

    private static String tip(PendingChange change, Frame frame) {
        Texts texts = frame.texts();
        return texts.of(change.hold().isPresent() ? "live.stream.held.tip" : "live.stream.in.tip",
                frame.seen().numbers().name(change.keyId()), texts.clock(change.announced()),
                texts.clock(change.switchAt()));
    }

    private static String lastChange(LastChange change, Frame frame) {
        String ago = frame.texts().duration(Duration.between(change.at(), frame.now()));
        return frame.texts().of(change.announced() ? "live.stream.changedAnnounced" : "live.stream.changedNow", ago);
    }

    /// The key server knows best; where none is in view, the clients in view tell. Of a change that nobody confirms, nobody
    /// knows.
    private static Readiness readiness(LabelState keys, List<ClientSnapshot> clients, boolean isUnconfirmed,
            Frame frame) {
        Texts texts = frame.texts();
        int having = keys.inUse().map(KeyInUse::keyId).map(keyId -> fetchers(keyId, clients, frame)).orElse(0);
        return keys.pending().map(change -> {
            int have = change.fetchers().orElseGet(() -> fetchers(change.keyId(), clients, frame));
            int all = Math.max(have, change.expected().orElse(having));
            return isUnconfirmed
                    ? new Readiness(have, 0, "")
                    : new Readiness(have, all, texts.of("live.stream.fetchedOf", have, all));
        }).orElseGet(() -> new Readiness(having, 0,
                keys.inUse().isPresent() ? texts.of("live.stream.fetched", having) : ""));
    }

    private static int fetchers(KeyId keyId, List<ClientSnapshot> clients, Frame frame) {
        int told = frame.snapshot().map(snapshot -> snapshot.fetchers(keyId)).orElse(0);
        int seen = (int) clients.stream().filter(client -> Audience.row(client, keyId).filter(Audience::isHeld)
                .isPresent()).count();
        return Math.max(told, seen);
    }
}
