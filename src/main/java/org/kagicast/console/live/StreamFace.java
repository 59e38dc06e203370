package org.kagicast.console.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.session.Frame;
import org.kagicast.console.text.Texts;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// What the card of a stream shows.
///
/// @param server the content server that sends it
/// @param why what is wrong and what to do, when something is
/// @param next the announced key
/// @param nextCaption "next", or "last change" while nothing is announced
/// @param nextText the countdown, or how the last change went
/// @param fetched how many clients have the coming key, of how many, or the key in use while nothing is announced
/// @param fetchedBefore how many fetched the key of the last change, while another is announced and `fetched` does not
/// say so
/// @param rates packets a second over the last minute
public record StreamFace(StreamName name, NodeName server, String detail, String status, Tone tone,
        Optional<String> why, Optional<KeyLook> inUse, Optional<KeyLook> next, String nextCaption, String nextText,
        String fetched, String fetchedBefore, List<Double> rates, String rate, String age) {

    static StreamFace of(NodeName server, StreamSnapshot stream, Frame frame) {
        Texts texts = frame.texts();
        Optional<KeyLook> inUse = stream.inUse()
                .map(key -> frame.seen().numbers().look(key.keyId(), KeyPhase.IN_USE));
        Optional<KeyLook> next = stream.pending()
                .map(change -> frame.seen().numbers().look(change.keyId(), KeyPhase.COMING));
        return new StreamFace(stream.name(), server, detail(stream, frame),
                texts.of("stream", stream.status()), tone(stream.status()), stream.problem(), inUse, next,
                texts.of(next.isPresent() ? "live.stream.next" : "live.stream.lastChange"), nextText(stream, frame),
                fetched(stream, frame), fetchedBefore(stream, frame), frame.seen().packets(stream.name()).values(),
                rate(stream, frame), age(stream, frame));
    }

    /// Where it goes and what it is; with several keys at once, which label has which.
    private static String detail(StreamSnapshot stream, Frame frame) {
        String detail = stream.group() + " · " + source(stream.source(), frame.texts());
        return Stream.concat(Stream.of(detail), stream.labels().stream().flatMap(state -> state.inUse().stream()
                .map(key -> state.label() + " " + frame.seen().numbers().look(key.keyId(), KeyPhase.IN_USE).number())))
                .collect(Collectors.joining(" · "));
    }

    private static Tone tone(StreamSnapshot.Status status) {
        return switch (status) {
            case STARTING -> Tone.BUSY;
            case SENDING -> Tone.GOOD;
            case ENDED -> Tone.IDLE;
            case FAILED -> Tone.BAD;
        };
    }

    private static String source(String source, Texts texts) {
        return source.equals("test-card") ? texts.of("live.source.testCard") : source;
    }

    private static String nextText(StreamSnapshot stream, Frame frame) {
        Texts texts = frame.texts();
        if (stream.pending().isPresent()) {
            PendingChange change = stream.pending().get();
            return change.hold().map(hold -> held(hold, frame)).orElseGet(() -> texts.of("live.stream.in",
                    texts.tenths(Duration.between(frame.now(), change.switchAt()))));
        }
        return stream.lastChange().map(change -> lastChange(change, frame)).orElseGet(
                () -> texts.of("live.stream.noChange"));
    }

    private static String held(StreamSnapshot.Hold hold, Frame frame) {
        Texts texts = frame.texts();
        String until = hold.untilShare().map(share -> texts.of("live.stream.heldUntil", Math.round(share * 100)))
                .orElseGet(() -> texts.of("live.stream.held"));
        return hold.atMost().map(end -> texts.of("live.stream.heldAtMost", until,
                texts.duration(Duration.between(frame.now(), end)))).orElse(until);
    }

    private static String lastChange(LastChange change, Frame frame) {
        String ago = frame.texts().duration(Duration.between(change.at(), frame.now()));
        return frame.texts().of(change.announced() ? "live.stream.changedAnnounced" : "live.stream.changedNow", ago);
    }

    private static String fetched(StreamSnapshot stream, Frame frame) {
        Texts texts = frame.texts();
        Optional<String> told = stream.pending().flatMap(change -> change.fetchers().flatMap(some -> change.expected()
                .map(all -> texts.of("live.stream.fetchedOf", some, all))));
        Optional<KeyId> about = stream.pending().map(PendingChange::keyId)
                .or(() -> stream.inUse().map(KeyInUse::keyId));
        return told.or(() -> about.map(keyId -> texts.of("live.stream.fetched", fetchers(keyId, frame)))).orElse("");
    }

    private static String fetchedBefore(StreamSnapshot stream, Frame frame) {
        return stream.pending().filter(change -> change.fetchers().isEmpty() || change.expected().isEmpty())
                .flatMap(pending -> stream.inUse())
                .map(inUse -> frame.texts().of("live.stream.fetchedBefore", fetchers(inUse.keyId(), frame)))
                .orElse("");
    }

    /// The key master's count has those of its slaves in it.
    private static int fetchers(KeyId keyId, Frame frame) {
        return frame.snapshot().map(NodeSnapshot::keyServers).orElse(List.of()).stream()
                .map(KeyServerSnapshot::keys).flatMap(List::stream).filter(row -> row.keyId().equals(keyId))
                .mapToInt(KeyRow::fetchers).max().orElse(0);
    }

    private static String rate(StreamSnapshot stream, Frame frame) {
        Texts texts = frame.texts();
        long packets = Math.round(frame.seen().packets(stream.name()).latest());
        return texts.of("live.stream.rate", texts.number(packets),
                texts.bitRate(frame.seen().bytes(stream.name()).latest() * 8));
    }

    private static String age(StreamSnapshot stream, Frame frame) {
        Texts texts = frame.texts();
        return stream.inUse().map(inUse -> {
            String age = texts.duration(Duration.between(inUse.since(), frame.now()));
            return stream.cryptoPeriod().isPositive()
                    ? texts.of("live.stream.ageOf", age, texts.duration(stream.cryptoPeriod()))
                    : texts.of("live.stream.age", age);
        }).orElse("");
    }
}
