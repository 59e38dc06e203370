package org.kagicast.console.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.session.Frame;
import org.kagicast.console.text.Texts;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// What is shown of one line of a stream's keys: of one label, or of a stream that has one key at a time.
///
/// @param next the announced key
/// @param nextCaption "next", or "last change" while nothing is announced
/// @param nextText the countdown, or how the last change went
/// @param fetched how many clients have the coming key, of how many, or the key in use while nothing is announced
/// @param fetchedBefore how many fetched the key of the last change, while another is announced and `fetched` does not
///        say so
public record KeysCardState(KeyLine line, Optional<KeyLook> inUse, Optional<KeyLook> next, String nextCaption,
        String nextText, String fetched, String fetchedBefore) {

    static KeysCardState of(StreamName stream, LabelState keys, Frame frame) {
        Optional<KeyLook> inUse = keys.inUse().map(key -> frame.seen().numbers().look(key.keyId(), KeyPhase.IN_USE));
        Optional<KeyLook> next = keys.pending()
                .map(change -> frame.seen().numbers().look(change.keyId(), KeyPhase.COMING));
        return new KeysCardState(new KeyLine(stream, keys.label()), inUse, next,
                frame.texts().of(next.isPresent() ? "live.stream.next" : "live.stream.lastChange"),
                nextText(keys, frame), fetched(keys, frame), fetchedBefore(keys, frame));
    }

    private static String nextText(LabelState keys, Frame frame) {
        Texts texts = frame.texts();
        if (keys.pending().isPresent()) {
            PendingChange change = keys.pending().get();
            return change.hold().map(hold -> held(hold, frame)).orElseGet(() -> texts.of("live.stream.in",
                    texts.tenths(Duration.between(frame.now(), change.switchAt()))));
        }
        return keys.lastChange().map(change -> lastChange(change, frame)).orElseGet(
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

    private static String fetched(LabelState keys, Frame frame) {
        Texts texts = frame.texts();
        Optional<String> told = keys.pending().flatMap(change -> change.fetchers().flatMap(some -> change.expected()
                .map(all -> texts.of("live.stream.fetchedOf", some, all))));
        Optional<KeyId> about = keys.pending().map(PendingChange::keyId).or(() -> keys.inUse().map(KeyInUse::keyId));
        return told.or(() -> about.map(keyId -> texts.of("live.stream.fetched", fetchers(keyId, frame)))).orElse("");
    }

    private static String fetchedBefore(LabelState keys, Frame frame) {
        return keys.pending().filter(change -> change.fetchers().isEmpty() || change.expected().isEmpty())
                .flatMap(pending -> keys.inUse())
                .map(inUse -> frame.texts().of("live.stream.fetchedBefore", fetchers(inUse.keyId(), frame)))
                .orElse("");
    }

    /// The key master's count has those of its slaves in it.
    private static int fetchers(KeyId keyId, Frame frame) {
        return frame.snapshot().map(NodeSnapshot::keyServers).orElse(List.of()).stream()
                .mapToInt(server -> server.fetchers().getOrDefault(keyId, 0)).max().orElse(0);
    }
}
