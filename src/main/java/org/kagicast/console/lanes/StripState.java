package org.kagicast.console.lanes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.parts.Tone;
import org.kagicast.console.session.ClientWhy;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.Impostors;
import org.kagicast.console.session.LossesSinceChange;
import org.kagicast.console.session.LossesSinceChange.Losses;
import org.kagicast.console.session.LossesSinceChange.SinceReset;
import org.kagicast.console.text.Texts;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.ClientSnapshot.Reception;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// What the strip of a client shows: how it gets on with one stream.
///
/// @param stream empty for a client that receives none in view
/// @param keys those of the stream that it holds or will, former first
/// @param fetching which key it waits for; empty when for none
/// @param reason why it cannot decrypt, or that an impostor sends to it, in a few words; empty when all is well
/// @param isAttacked whether an impostor sends to it
/// @param why the whole sentence with the way out; empty when all is well
/// @param counters lost and late packets since the last change, or since they began to be counted anew
/// @param detail all that is counted since then and since its start, and how packets come in
public record StripState(NodeName name, Optional<StreamName> stream, Status state, String status,
        Tone tone, List<KeyLook> keys, String fetching, String reason, boolean isAttacked, String why, String counters,
        String detail) {

    public StripState {
        keys = List.copyOf(keys);
    }

    /// @param compromised keys that somebody knows who must not
    static StripState of(ClientSnapshot client, StreamSnapshot stream, Set<KeyId> compromised, Frame frame) {
        Texts texts = frame.texts();
        Status status = status(client, stream);
        boolean isAttacked = isAttacked(client, frame)
                && LossesSinceChange.counters(client, stream).authenticity().impostor() > 0;
        Losses losses = frame.seen().sinceChange().of(stream.name(), client.name());
        return new StripState(client.name(), Optional.of(stream.name()), status, texts.of("client", status),
                Tone.of(status), chips(client, stream, compromised, frame), fetching(client, stream, frame),
                reason(client, status, isAttacked, frame), isAttacked, ClientWhy.sentence(client, frame),
                texts.of("live.client.counters", texts.number(losses.lost()), texts.number(losses.late())),
                detail(client, LossesSinceChange.counters(client, stream),
                        frame.seen().sinceChange().sinceReset(stream.name(), client.name()), frame));
    }

    /// Of a client that receives no stream in view.
    static StripState of(ClientSnapshot client, Frame frame) {
        Texts texts = frame.texts();
        boolean isAttacked = isAttacked(client, frame);
        return new StripState(client.name(), Optional.empty(), client.status(), texts.of("client", client.status()),
                Tone.of(client.status()), List.of(), "",
                reason(client, client.status(), isAttacked, frame), isAttacked,
                ClientWhy.sentence(client, frame), "",
                detail(client, client.counters(), Optional.empty(), frame));
    }

    /// Whether the strip tells a trouble instead of the keys held.
    public boolean isTrouble() {
        return tone.isTrouble();
    }

    static Status status(ClientSnapshot client, StreamSnapshot stream) {
        return LossesSinceChange.reception(client, stream).map(Reception::status).orElse(client.status());
    }

    /// All keys in use and to come; of those before, of those refused and of those that others know, the latest.
    private static List<KeyLook> chips(ClientSnapshot client, StreamSnapshot stream, Set<KeyId> compromised,
            Frame frame) {
        Map<KeyPhase, List<KeyId>> byPhase = new EnumMap<>(KeyPhase.class);
        client.keys().stream().filter(row -> isOf(row, stream)).sorted(Comparator.comparing(DecryptionKeyRow::keyId))
                .forEach(row -> byPhase.computeIfAbsent(phase(row, client, stream, compromised),
                        absent -> new ArrayList<>()).add(row.keyId()));
        List<KeyLook> chips = new ArrayList<>();
        for (KeyPhase phase : List.of(KeyPhase.REFUSED, KeyPhase.COMPROMISED, KeyPhase.FORMER, KeyPhase.IN_USE,
                KeyPhase.READY, KeyPhase.ANNOUNCED, KeyPhase.FETCHING)) {
            List<KeyId> keys = byPhase.getOrDefault(phase, List.of());
            boolean isPast = phase != KeyPhase.IN_USE && !phase.isAhead();
            keys.subList(isPast ? Math.max(0, keys.size() - 1) : 0, keys.size())
                    .forEach(keyId -> chips.add(frame.seen().numbers().look(keyId, phase)));
        }
        return chips;
    }

    /// The row of a key that the client does not have yet does not name its stream.
    private static boolean isOf(DecryptionKeyRow row, StreamSnapshot stream) {
        return row.stream().map(stream.name()::equals)
                .orElseGet(() -> stream.lines().stream().anyMatch(line -> line.inUse().map(KeyInUse::keyId)
                        .filter(row.keyId()::equals).isPresent()
                        || line.pending().map(PendingChange::keyId).filter(row.keyId()::equals).isPresent()));
    }

    /// A client that was shut out goes on calling its last key the one in use.
    private static KeyPhase phase(DecryptionKeyRow row, ClientSnapshot client, StreamSnapshot stream,
            Set<KeyId> compromised) {
        if (compromised.contains(row.keyId()) && row.status() != KeyStatus.REFUSED) {
            return KeyPhase.COMPROMISED;
        }
        boolean isLeftBehind = row.status() == KeyStatus.IN_USE && status(client, stream) != Status.DECRYPTING
                && stream.lines().stream().noneMatch(line -> line.inUse().map(KeyInUse::keyId)
                        .filter(row.keyId()::equals).isPresent());
        return isLeftBehind ? KeyPhase.FORMER : KeyPhase.of(row.status());
    }

    private static String fetching(ClientSnapshot client, StreamSnapshot stream, Frame frame) {
        return client.keys().stream().filter(row -> row.status() == KeyStatus.FETCHING && isOf(row, stream)).findFirst()
                .map(row -> frame.texts().of("live.client.fetching", frame.seen().numbers().number(row.keyId())))
                .orElse("");
    }

    private static boolean isAttacked(ClientSnapshot client, Frame frame) {
        return frame.seen().impostors().of(client.name()).isPresent();
    }

    private static String reason(ClientSnapshot client, Status status, boolean isAttacked, Frame frame) {
        if (isAttacked) {
            return frame.seen().impostors().of(client.name()).map(Impostors.Attack::packets)
                    .map(packets -> frame.texts()
                            .of("live.client.impostor", frame.texts().number(packets)))
                    .orElse("");
        }
        return Tone.of(status).isTrouble() ? reason(client, status, frame.texts()) : "";
    }

    private static String reason(ClientSnapshot client, Status status, Texts texts) {
        if (status == Status.NO_ACCESS) {
            return client.counters().refused().entrySet().stream().filter(refused -> refused.getValue() > 0)
                    .max(Map.Entry.comparingByValue()).map(refused -> texts.of("client.refused", refused.getKey()))
                    .orElseGet(() -> texts.of("client.reason", status));
        }
        return texts.of("client.reason", status);
    }

    private static String authenticity(ClientCounters.Authenticity counted, Texts texts) {
        return texts.of("live.client.authenticity", texts.number(counted.authentic()),
                texts.number(counted.unauthenticated()), texts.number(counted.impostor()));
    }

    private static String detail(ClientSnapshot client, ClientCounters counters, Optional<SinceReset> reset,
            Frame frame) {
        Texts texts = frame.texts();
        String rate = texts.of("live.client.opens",
                texts.number(Math.round(frame.seen().opened(client.name()).latest())),
                texts.bitRate(frame.seen().received(client.name()).latest() * 8), client.sink());
        List<String> lines = new ArrayList<>(List.of(rate));
        reset.ifPresent(since -> lines.add(texts.of("live.client.sinceReset", texts.clock(since.at()),
                texts.number(since.received()), texts.number(since.losses().lost()),
                texts.number(since.losses().late()))));
        lines.add(texts.of("live.client.totals", texts.number(counters.received()), texts.number(counters.lost()),
                texts.number(counters.late())));
        if (!counters.authenticity().equals(ClientCounters.Authenticity.NONE)) {
            lines.add(authenticity(counters.authenticity(), texts));
        }
        if (!client.io().isEmpty()) {
            lines.add(texts.of("live.client.io", client.io()));
        }
        return String.join("\n", lines);
    }
}
