package org.kagicast.console.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.session.ClientWhy;
import org.kagicast.console.session.Frame;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// What the tile of a client shows.
///
/// @param streams those that it receives
/// @param keys the keys that it holds, former first, at most three
/// @param fetching which key it waits for; empty when for none
/// @param reason why it cannot decrypt, in a few words; empty when it can
/// @param why the whole sentence with the way out; empty when all is well
/// @param counters lost and late packets
/// @param instead what stands where there is no picture
/// @param io the way in which packets come in, in words
public record ClientCardState(NodeName name, List<StreamName> streams, ClientSnapshot.Status state, String status,
        Tone tone, List<KeyLook> keys, String fetching, String reason, String why, String counters, String instead,
        String io) {

    private static final int MOST_CHIPS = 3;

    static ClientCardState of(ClientSnapshot client, Frame frame) {
        Texts texts = frame.texts();
        Tone tone = tone(client.status());
        String fetching = fetching(client, frame);
        String why = ClientWhy.sentence(client, frame);
        return new ClientCardState(client.name(),
                frame.snapshot().map(Audience::streams).map(streams -> Audience.streamsOf(client, streams))
                        .orElse(List.of()),
                client.status(), texts.of("client", client.status()), tone,
                chips(client, frame, fetching.isEmpty() ? MOST_CHIPS : 1), fetching,
                tone == Tone.BAD ? reason(client, texts) : "", why, counters(client.counters(), texts),
                instead(client, frame), client.io().isEmpty() ? "" : texts.of("live.client.io", client.io()));
    }

    /// Whether the tile tells a trouble instead of the keys held.
    public boolean isTrouble() {
        return tone == Tone.BAD;
    }

    private static Tone tone(ClientSnapshot.Status status) {
        return switch (status) {
            case DECRYPTING -> Tone.GOOD;
            case FETCHING -> Tone.BUSY;
            case WAITING -> Tone.IDLE;
            case NO_ACCESS, NO_KEY_SERVER, FORGED, TOO_OLD, NO_INTERFACE, FAILED -> Tone.BAD;
        };
    }

    /// The keys that matter most are those in use and those to come; one former key shows where it came from.
    private static List<KeyLook> chips(ClientSnapshot client, Frame frame, int most) {
        List<DecryptionKeyRow> held = new ArrayList<>(client.keys().stream()
                .filter(row -> row.status() != KeyStatus.REFUSED && row.status() != KeyStatus.FETCHING)
                .sorted(Comparator.comparingInt(ClientCardState::weight)
                        .thenComparing(DecryptionKeyRow::keyId, Comparator.reverseOrder()))
                .limit(most).toList());
        held.subList(held.size() - Math.max(0, formerOf(held) - 1), held.size()).clear();
        held.sort(Comparator.comparing((DecryptionKeyRow row) -> KeyPhase.of(row.status())).reversed()
                .thenComparing(DecryptionKeyRow::keyId));
        return held.stream().map(row -> frame.seen().numbers().look(row.keyId(), KeyPhase.of(row.status()))).toList();
    }

    private static int formerOf(List<DecryptionKeyRow> rows) {
        return (int) rows.stream().filter(row -> KeyPhase.of(row.status()) == KeyPhase.FORMER).count();
    }

    private static int weight(DecryptionKeyRow row) {
        return switch (KeyPhase.of(row.status())) {
            case IN_USE -> 0;
            case COMING -> 1;
            case FORMER -> 2;
        };
    }

    private static String fetching(ClientSnapshot client, Frame frame) {
        return client.keys().stream().filter(row -> row.status() == KeyStatus.FETCHING).findFirst().map(
                row -> frame.texts().of("live.client.fetching", frame.seen().numbers().number(row.keyId())))
                .orElse("");
    }

    private static String reason(ClientSnapshot client, Texts texts) {
        if (client.status() == ClientSnapshot.Status.NO_ACCESS) {
            return client.counters().refused().entrySet().stream().filter(refused -> refused.getValue() > 0)
                    .max(Map.Entry.comparingByValue()).map(refused -> texts.of("client.refused", refused.getKey()))
                    .orElseGet(() -> texts.of("client.reason", client.status()));
        }
        return texts.of("client.reason", client.status());
    }

    private static String counters(ClientCounters counters, Texts texts) {
        return texts.of("live.client.counters", texts.number(counters.lost()), texts.number(counters.late()));
    }

    /// What a client on another machine decrypts stays there, so that only its measure is told.
    private static String instead(ClientSnapshot client, Frame frame) {
        Texts texts = frame.texts();
        if (frame.domain().isLab()) {
            return texts.of("live.client.noPicture");
        }
        double opened = frame.seen().opened(client.name()).latest();
        return texts.of("live.client.opens", texts.number(Math.round(opened)),
                texts.bitRate(frame.seen().received(client.name()).latest() * 8), client.sink());
    }

    /// The stream that commands on this client are about.
    Optional<StreamName> firstStream() {
        return streams.stream().findFirst();
    }
}
