package org.kagicast.console.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// Remembers, from one snapshot to the next, which key each stream used and each client could decrypt with (R24).
///
/// Edges stand where the stream's own clock says that the key changed, as long as a client followed without a gap; a
/// client that had to wait gets a gap up to the snapshot in which it decrypts again. While a node is silent nothing is
/// known of its parts, and nothing is claimed. A stream with several keys at once has a row for each of its labels, each
/// followed by what the clients could decrypt of it. One thread.
public final class TimelineHistory {

    /// How far back it remembers.
    public static final Duration PAST = Duration.ofSeconds(60);
    /// How far ahead the axis shows announced changes.
    public static final Duration FUTURE = Duration.ofSeconds(5);

    private static final Duration KEPT = PAST.plusSeconds(2);

    private final Map<Place, Track> tracks = new LinkedHashMap<>();
    private List<TimelineRow> rows = List.of();

    /// Streams in the node's order, each followed by its clients.
    public List<TimelineRow> rows() {
        return rows;
    }

    /// Takes the next snapshot.
    public void observe(NodeSnapshot snapshot, Freshness hearing) {
        List<StreamSnapshot> streams = Audience.streams(snapshot);
        Map<ClientSnapshot, List<StreamName>> audience = new LinkedHashMap<>();
        snapshot.clients().forEach(client -> audience.put(client, Audience.streamsOf(client, streams)));
        List<TimelineRow> next = new ArrayList<>();
        for (StreamSnapshot stream : streams) {
            for (LabelState keys : stream.lines()) {
                KeyLine line = new KeyLine(stream.name(), keys.label());
                next.add(follow(stream, line, keys, hearing.stream(stream.name())));
                audience.forEach((client, receives) -> {
                    if (receives.contains(stream.name())) {
                        next.add(follow(client, line, keys, hearing.client(client.name())));
                    }
                });
            }
        }
        audience.forEach((client, receives) -> {
            if (receives.isEmpty()) {
                next.add(row(TimelineRow.Kind.CLIENT, client.name().value(), Optional.empty(), new Track(),
                        Optional.empty()));
            }
        });
        forget(snapshot);
        rows = List.copyOf(next);
    }

    private TimelineRow follow(StreamSnapshot stream, KeyLine line, LabelState keys, Freshness.Heard heard) {
        Track track = track(new Place(line, Optional.empty()), heard.at());
        if (track.takes(heard)) {
            follow(keys, stream.status() == StreamSnapshot.Status.SENDING, track, heard.at());
        }
        return row(TimelineRow.Kind.STREAM, line.toString(), Optional.of(stream.name()), track,
                keys.pending().filter(pending -> heard.silentSince().isEmpty()));
    }

    private static void follow(LabelState keys, boolean isSending, Track track, Instant at) {
        if (isSending && keys.inUse().isPresent()) {
            KeyInUse inUse = keys.inUse().get();
            keys.lastChange().filter(change -> change.to().equals(inUse.keyId()) && track.spans().isEmpty())
                    .ifPresent(change -> track.use(change.from(), at.minus(KEPT)));
            track.use(inUse.keyId(), inUse.since());
        } else {
            track.end(at);
        }
        keys.pending().ifPresent(pending -> track.mark(new Mark(pending.keyId(), pending.announced())));
    }

    private TimelineRow follow(ClientSnapshot client, KeyLine line, LabelState keys, Freshness.Heard heard) {
        Track track = track(new Place(line, Optional.of(client.name())), heard.at());
        Instant previous = track.heard();
        if (track.takes(heard)) {
            follow(client, line, keys.inUse(), track, previous, heard.at());
        }
        return row(TimelineRow.Kind.CLIENT, client.name().value(), Optional.of(line.stream()), track,
                Optional.empty());
    }

    /// @param sealing the stream's own key in use
    private static void follow(ClientSnapshot client, KeyLine line, Optional<KeyInUse> sealing, Track track,
            Instant previous, Instant at) {
        List<DecryptionKeyRow> rows = client.keys().stream().filter(row -> row.line().equals(Optional.of(line)))
                .toList();
        Optional<DecryptionKeyRow> inUse = rows.stream().filter(row -> row.status() == KeyStatus.IN_USE).findFirst();
        if (inUse.isPresent() && decrypts(client, inUse.get(), line, sealing, previous)) {
            track.use(inUse.get().keyId(), edge(inUse.get(), sealing, track, previous, at));
        } else {
            track.end(at);
        }
        rows.forEach(row -> row.fetched().ifPresent(fetched -> track.mark(new Mark(row.keyId(), fetched))));
    }

    /// A client of two streams or labels may wait for a key of one of them while it decrypts the other.
    private static boolean decrypts(ClientSnapshot client, DecryptionKeyRow inUse, KeyLine line,
            Optional<KeyInUse> sealing, Instant previous) {
        boolean isNewlyUsed = inUse.lastUsed().map(used -> used.isAfter(previous)).orElse(false);
        return switch (client.status()) {
            case DECRYPTING -> isNewlyUsed || line.label().isNone()
                    || sealing.filter(key -> key.keyId().equals(inUse.keyId())).isPresent();
            case FAILED -> false;
            case WAITING, FETCHING, NO_ACCESS, NO_KEY_SERVER, FORGED, TOO_OLD, NO_INTERFACE -> isNewlyUsed;
        };
    }

    /// When a client began to decrypt with a key: at the stream's own edge if it followed without a gap, else when it got
    /// the key, as far as the snapshots leave that open.
    private static Instant edge(DecryptionKeyRow row, Optional<KeyInUse> sealing, Track track, Instant previous,
            Instant at) {
        Optional<Instant> since = sealing.filter(inUse -> inUse.keyId().equals(row.keyId()))
                .map(KeyInUse::since);
        Optional<Instant> began = track.isOpen()
                ? since
                : row.fetched().map(
                        fetched -> since.filter(fetched::isBefore).orElse(fetched));
        return began.filter(moment -> moment.isAfter(previous) && !moment.isAfter(at)).orElse(at);
    }

    private Track track(Place place, Instant at) {
        Track track = tracks.computeIfAbsent(place, absent -> new Track());
        if (!at.equals(Instant.MIN)) {
            track.forgetBefore(at.minus(KEPT));
        }
        return track;
    }

    private void forget(NodeSnapshot snapshot) {
        List<KeyLine> lines = Audience.streams(snapshot).stream()
                .flatMap(stream -> stream.lines().stream().map(keys -> new KeyLine(stream.name(), keys.label())))
                .toList();
        List<NodeName> clients = snapshot.clients().stream().map(ClientSnapshot::name).toList();
        tracks.keySet().removeIf(place -> !lines.contains(place.line)
                || place.client.map(client -> !clients.contains(client)).orElse(false));
    }

    private static TimelineRow row(TimelineRow.Kind kind, String name, Optional<StreamName> stream, Track track,
            Optional<PendingChange> coming) {
        return new TimelineRow(kind, name, stream, track.spans(), track.marks(), track.silences(), coming);
    }

    /// A row: of a stream or one of its labels, or of one client of it.
    private record Place(KeyLine line, Optional<NodeName> client) {}
}
