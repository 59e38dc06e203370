package org.kagicast.console.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.nodes.NoticeInbox;
import org.kagicast.console.session.DomainView;
import org.kagicast.console.session.Impostors;
import org.kagicast.console.session.Observations;
import org.kagicast.console.session.Target;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// What has become of clients since the picture before. One thread.
final class ClientDifferences {

    /// A client that waits for its key for less is not worth a line.
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EventLog log;
    private final Map<NodeName, ClientWas> clients = new LinkedHashMap<>();
    /// Those that an impostor sends to, and how many packets of it came.
    private final Map<NodeName, Long> attacked = new HashMap<>();

    ClientDifferences(EventLog log) {
        this.log = log;
    }

    /// @param told the status that the log tells
    /// @param why its cause, without numbers
    /// @param status the one seen last
    /// @param since when that was seen first
    private record ClientWas(Status told, Optional<String> why, Status status, Instant since) {}

    void forget() {
        clients.clear();
        attacked.clear();
    }

    /// @param isNodeGone whether clients may be gone with a node
    void observe(NodeSnapshot snapshot, DomainView whole, Observations seen, boolean isNodeGone, Instant now) {
        Grouping grouping = new Grouping();
        List<StreamSnapshot> streams = Audience.streams(snapshot);
        Set<NodeName> present = new HashSet<>();
        for (ClientSnapshot client : snapshot.clients()) {
            present.add(client.name());
            if (!whole.isSilent(new Target.OfClient(client.name()))) {
                observe(client, streams, seen, grouping, now);
                impostor(client, streams, seen, grouping, now);
            }
        }
        clients.keySet().stream().filter(name -> !present.contains(name) && !isNodeGone)
                .forEach(name -> group(grouping, Happening.CLIENT_GONE, name,
                        EventDraft.of(Happening.CLIENT_GONE, now, new Part.Name(name.value())).by(name),
                        Happening.CLIENTS_GONE, now));
        clients.keySet().retainAll(present);
        attacked.keySet().retainAll(present);
        grouping.write(log, now);
    }

    private void observe(ClientSnapshot client, List<StreamSnapshot> streams, Observations seen, Grouping grouping,
            Instant now) {
        ClientWas was = clients.get(client.name());
        if (was == null) {
            EventDraft joined = draft(client, streams, seen, Happening.CLIENT_JOINED, now);
            group(grouping, Happening.CLIENT_JOINED, client.name(), joined, Happening.CLIENTS_JOINED, now);
            was = new ClientWas(Status.DECRYPTING, Optional.empty(), client.status(), now);
        }
        Instant since = client.status() == was.status() ? was.since() : now;
        Optional<String> why = isTrouble(client.status()) ? client.why().map(NoticeInbox::shape) : Optional.empty();
        boolean isOther = client.status() != was.told() || !why.equals(was.why());
        boolean isPassing = client.status() == Status.FETCHING && Duration.between(since, now).compareTo(PATIENCE) < 0;
        if (!isOther || isPassing) {
            clients.put(client.name(), new ClientWas(was.told(), was.why(), client.status(), since));
            return;
        }
        clients.put(client.name(), new ClientWas(client.status(), why, client.status(), since));
        switch (client.status()) {
            case DECRYPTING -> tell(client, streams, seen, Happening.CLIENT_DECRYPTS, Happening.CLIENTS_DECRYPT,
                    grouping, now);
            case WAITING -> tell(client, streams, seen, Happening.CLIENT_WAITS, Happening.CLIENTS_WAIT, grouping, now);
            case FETCHING -> tell(client, streams, seen, Happening.CLIENT_FETCHES, Happening.CLIENTS_FETCH, grouping,
                    now);
            case NO_ACCESS, NO_KEY_SERVER, FORGED, UNAUTHENTICATED, TOO_OLD, NO_INTERFACE, FAILED ->
                trouble(client, streams, seen,
                        grouping, now);
        }
    }

    /// That somebody else begins to send in the name of a client's content server, and that nobody does any more.
    private void impostor(ClientSnapshot client, List<StreamSnapshot> streams, Observations seen, Grouping grouping,
            Instant now) {
        Optional<Long> packets = seen.impostors().of(client.name()).map(Impostors.Attack::packets);
        Long before = packets.isPresent() ? attacked.put(client.name(), packets.get()) : attacked.remove(client.name());
        if (packets.isPresent() && before == null) {
            tell(client, streams, seen, Happening.IMPOSTOR, Happening.IMPOSTORS, grouping, now);
        } else if (packets.isEmpty() && before != null) {
            group(grouping, Happening.IMPOSTOR_GONE, client.name(),
                    draft(client, streams, seen, Happening.IMPOSTOR_GONE, now, new Part.Count(before)),
                    Happening.IMPOSTORS_GONE, now);
        }
    }

    private void tell(ClientSnapshot client, List<StreamSnapshot> streams, Observations seen, Happening one,
            Happening many, Grouping grouping, Instant now) {
        group(grouping, one, client.name(), draft(client, streams, seen, one, now), many, now);
    }

    private static void group(Grouping grouping, Happening kind, NodeName name, EventDraft alone, Happening many,
            Instant now) {
        grouping.add(kind, name.value(), alone, (names, count) -> EventDraft.of(many, now, count, names).by(""));
    }

    private void trouble(ClientSnapshot client, List<StreamSnapshot> streams, Observations seen, Grouping grouping,
            Instant now) {
        Part doing = new Part.Doing(client.status());
        Part why = new Part.Why(client.status(), client.why());
        Severity severity = client.status() == Status.FAILED ? Severity.ERROR : Severity.WARNING;
        EventDraft alone = draft(client, streams, seen, Happening.CLIENT_TROUBLE, now, doing, why).as(severity);
        grouping.add(client.status(), client.name().value(), alone, (names, count) -> EventDraft
                .of(Happening.CLIENTS_TROUBLE, now, count, names, doing, why).by("").as(severity));
    }

    private static EventDraft draft(ClientSnapshot client, List<StreamSnapshot> streams, Observations seen,
            Happening happening, Instant now, Part... more) {
        List<Part> parts = new ArrayList<>(List.of(new Part.Name(client.name().value())));
        parts.addAll(List.of(more));
        EventDraft draft = EventDraft.of(happening, now, parts.toArray(Part[]::new)).by(client.name())
                .about(new Target.OfClient(client.name()));
        List<StreamName> receives = Audience.streamsOf(client, streams);
        EventDraft placed = receives.size() == 1 ? draft.on(new KeyLine(receives.getFirst())) : draft;
        return isTrouble(client.status())
                ? client.keys().stream().filter(row -> row.status() == KeyStatus.REFUSED)
                        .map(DecryptionKeyRow::keyId).max(Comparator.naturalOrder())
                        .map(key -> placed.with(EventKey.of(key, KeyPhase.FORMER, seen.numbers()))).orElse(placed)
                : placed;
    }

    private static boolean isTrouble(Status status) {
        return switch (status) {
            case NO_ACCESS, NO_KEY_SERVER, FORGED, UNAUTHENTICATED, TOO_OLD, NO_INTERFACE, FAILED -> true;
            case WAITING, DECRYPTING, FETCHING -> false;
        };
    }
}
