package org.kagicast.console.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.kagicast.console.timeline.Span.Fate;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// Remembers, from one snapshot to the next, which key each stream used and each client could decrypt with (R24).
///
/// Edges stand where the stream's own clock says that the key changed, as long as a client followed without a gap; a
/// client that had to wait holds packets up to the snapshot in which it decrypts again, and one that is refused the key
/// gets packets that it cannot open. Where nothing stands, no packets came. While a node is silent nothing is known of its
/// parts, and nothing is claimed. A stream with several keys at once has a row for each of its labels, each followed by
/// what the clients could decrypt of it. One thread.
public final class TimelineHistory {

    /// How far back it remembers.
    public static final Duration PAST = Duration.ofSeconds(60);
    /// How far ahead the axis shows announced changes.
    public static final Duration FUTURE = Duration.ofSeconds(5);

    private static final Duration KEPT = PAST.plusSeconds(2);

    private final Map<Place, Track> tracks = new LinkedHashMap<>();
    private Map<Place, TimelineRow> rows = Map.of();

    /// Streams in the node's order, each followed by its clients.
    public List<TimelineRow> rows() {
        return List.copyOf(rows.values());
    }

    /// The row of a stream or of a client of it.
    public Optional<TimelineRow> row(Place place) {
        return Optional.ofNullable(rows.get(place));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// Takes the next snapshot.
    public void observe(NodeSnapshot snapshot, Freshness hearing) {
        List<StreamSnapshot> streams = Audience.streams(snapshot);
        List<Listener> audience = snapshot.clients().stream()
                .map(client -> new Listener(client, Audience.streamsOf(client, streams))).toList();
        Map<Place, TimelineRow> next = new LinkedHashMap<>();
        for (StreamSnapshot stream : streams) {
            for (LabelState keys : stream.lines()) {
                KeyLine line = new KeyLine(stream.name(), keys.label());
                add(next, follow(stream, line, keys, hearing.stream(stream.name())));
                audience.stream().filter(each -> each.receives.contains(stream.name())).map(Listener::client)
                        .forEach(client -> add(next,
                                follow(client, line, keys, hearing.client(client.name()))));
            }
        }
        tracks.keySet().retainAll(next.keySet());
        rows = Collections.unmodifiableMap(next);
    }

    private static void add(Map<Place, TimelineRow> rows, TimelineRow row) {
        rows.put(row.place(), row);
    }

    private TimelineRow follow(StreamSnapshot stream, KeyLine line, LabelState keys, Freshness.Heard heard) {
        Place place = Place.of(line);
        Track track = track(place, heard.at());
        if (track.takes(heard)) {
            follow(keys, stream.status() == StreamSnapshot.Status.SENDING, track, heard.at());
        }
        return row(place, line.toString(), track, keys.pending().filter(pending -> heard.silentSince().isEmpty()));
    }

    private static void follow(LabelState keys, boolean isSending, Track track, Instant at) {
        if (isSending && keys.inUse().isPresent()) {
            KeyInUse inUse = keys.inUse().get();
            keys.lastChange().filter(change -> change.to().equals(inUse.keyId()) && track.spans().isEmpty())
                    .ifPresent(change -> track.use(change.from(), Fate.USED, at.minus(KEPT)));
            track.use(inUse.keyId(), Fate.USED, inUse.since());
        } else {
            track.end(at);
        }
        keys.pending().ifPresent(pending -> track.mark(new Mark(pending.keyId(), pending.announced())));
    }

    private TimelineRow follow(ClientSnapshot client, KeyLine line, LabelState keys, Freshness.Heard heard) {
        Place place = Place.of(line, client.name());
        Track track = track(place, heard.at());
        Instant previous = track.heard();
        if (track.takes(heard)) {
            follow(client, line, keys.inUse(), track, previous, heard.at());
        }
        return row(place, client.name().value(), track, Optional.empty());
    }

    /// @param sealing the stream's own key in use
    private static void follow(ClientSnapshot client, KeyLine line, Optional<KeyInUse> sealing, Track track,
            Instant previous, Instant at) {
        List<DecryptionKeyRow> rows = client.keys().stream().filter(row -> row.line().equals(Optional.of(line)))
                .toList();
        Optional<DecryptionKeyRow> inUse = rows.stream().filter(row -> row.status() == KeyStatus.IN_USE).findFirst();
        Optional<Fate> unopened = sealing.flatMap(key -> unopened(client, key));
        if (inUse.isPresent() && decrypts(client, inUse.get(), line, sealing, previous)) {
            track.use(inUse.get().keyId(), Fate.USED, edge(inUse.get(), sealing, track, previous, at));
        } else if (unopened.isPresent()) {
            KeyInUse key = sealing.orElseThrow();
            boolean isSeen = !previous.equals(Instant.MIN) && key.since().isAfter(previous)
                    && !key.since().isAfter(at);
            track.use(key.keyId(), unopened.get(), isSeen ? key.since() : at);
        } else {
            track.end(at);
        }
        rows.forEach(row -> row.fetched().ifPresent(fetched -> track.mark(new Mark(row.keyId(), fetched))));
    }

    /// What becomes of packets that come under a key while they are not opened; empty if none come.
    private static Optional<Fate> unopened(ClientSnapshot client, KeyInUse sealing) {
        Optional<KeyStatus> status = Audience.row(client, sealing.keyId()).map(DecryptionKeyRow::status);
        return switch (client.status()) {
            case WAITING, NO_INTERFACE, FAILED -> Optional.empty();
            case FORGED, UNAUTHENTICATED, TOO_OLD -> Optional.of(Fate.REFUSED);
            case NO_ACCESS -> Optional.of(status.equals(Optional.of(KeyStatus.FETCHING)) ? Fate.HELD : Fate.REFUSED);
            case FETCHING, NO_KEY_SERVER -> Optional
                    .of(status.equals(Optional.of(KeyStatus.REFUSED)) ? Fate.REFUSED : Fate.HELD);
            // Of another stream or label.
            case DECRYPTING -> status.flatMap(known -> switch (known) {
                case FETCHING -> Optional.of(Fate.HELD);
                case REFUSED -> Optional.of(Fate.REFUSED);
                case ANNOUNCED, READY, IN_USE, FORMER -> Optional.empty();
            });
        };
    }

    /// A client of two streams or labels may wait for a key of one of them while it decrypts the other.
    private static boolean decrypts(ClientSnapshot client, DecryptionKeyRow inUse, KeyLine line,
            Optional<KeyInUse> sealing, Instant previous) {
        boolean isNewlyUsed = inUse.lastUsed().map(used -> used.isAfter(previous)).orElse(false);
        return switch (client.status()) {
            case DECRYPTING -> isNewlyUsed || line.label().isNone()
                    || sealing.filter(key -> key.keyId().equals(inUse.keyId())).isPresent();
            case FAILED -> false;
            case WAITING, FETCHING, NO_ACCESS, NO_KEY_SERVER, FORGED, UNAUTHENTICATED, TOO_OLD, NO_INTERFACE ->
                isNewlyUsed;
        };
    }

    /// When a client began to decrypt with a key: at the stream's own edge if it followed without a gap, else when it got
    /// the key, as far as the snapshots leave that open.
    private static Instant edge(DecryptionKeyRow row, Optional<KeyInUse> sealing, Track track, Instant previous,
            Instant at) {
        Optional<Instant> since = sealing.filter(inUse -> inUse.keyId().equals(row.keyId()))
                .map(KeyInUse::since);
        Optional<Instant> began = track.isUsing()
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

    private static TimelineRow row(Place place, String name, Track track, Optional<PendingChange> coming) {
        return new TimelineRow(place, name, track.began(), track.spans(), track.marks(), track.silences(), coming);
    }

    private record Listener(ClientSnapshot client, List<StreamName> receives) {}
}
