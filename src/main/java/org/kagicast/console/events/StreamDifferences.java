package org.kagicast.console.events;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.nodes.NoticeInbox;
import org.kagicast.console.session.ChangeResult;
import org.kagicast.console.session.DomainView;
import org.kagicast.console.session.Observations;
import org.kagicast.console.session.Target;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.StreamSnapshot.PendingChange;
import org.kagicast.model.message.CodedMessage;

/// What has become of streams and their keys since the picture before. One thread.
final class StreamDifferences {

    /// For so long what a change cost is still counted.
    static final Duration COUNTED = Duration.ofSeconds(10);
    /// A moment that is told and lies further back is not believed.
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private final EventLog log;
    private final Map<StreamName, StreamWas> streams = new LinkedHashMap<>();
    private final Map<KeyLine, LabelState> lines = new HashMap<>();
    private final Map<KeyLine, KeyId> fetched = new HashMap<>();
    private final Map<KeyLine, Counting> counting = new HashMap<>();

    StreamDifferences(EventLog log) {
        this.log = log;
    }

    private record StreamWas(NodeName server, StreamSnapshot.Status status, Optional<CodedMessage> problem) {}

    /// A change whose cost is being counted.
    ///
    /// @param event that tells it
    private record Counting(long event, KeyId key, Instant since) {}

    /// Nothing of it is there any more, and that is told otherwise.
    void forget() {
        streams.clear();
        lines.clear();
        fetched.clear();
        counting.clear();
    }

    /// @param isNodeGone whether streams may be gone with a node
    void observe(NodeSnapshot snapshot, DomainView whole, Observations seen, boolean isNodeGone, Instant now) {
        Grouping grouping = new Grouping();
        for (ContentServerSnapshot server : snapshot.contentServers()) {
            for (StreamSnapshot stream : server.streams()) {
                if (!whole.isSilent(new Target.OfStream(stream.name()))) {
                    new Step(server.name(), stream, snapshot, seen, now).take(grouping);
                }
            }
        }
        forgetAbsent(snapshot, isNodeGone, grouping, now);
        grouping.write(log, now);
    }

    private void forgetAbsent(NodeSnapshot snapshot, boolean isNodeGone, Grouping grouping, Instant now) {
        Set<StreamName> present = snapshot.contentServers().stream().flatMap(server -> server.streams().stream())
                .map(StreamSnapshot::name).collect(Collectors.toSet());
        streams.forEach((name, was) -> {
            if (!present.contains(name) && !isNodeGone) {
                grouping.add(Happening.STREAM_GONE, name.value(),
                        EventDraft.of(Happening.STREAM_GONE, now, new Part.Name(name.value())).by(was.server)
                                .on(new KeyLine(name)),
                        (names, count) -> EventDraft.of(Happening.STREAMS_GONE, now, count, names).by(was.server));
            }
        });
        streams.keySet().retainAll(present);
        lines.keySet().removeIf(line -> !present.contains(line.stream()));
        fetched.keySet().removeIf(line -> !present.contains(line.stream()));
        counting.keySet().removeIf(line -> !present.contains(line.stream()));
    }

    /// One stream in one picture.
    private final class Step {

        private final NodeName server;
        private final StreamSnapshot stream;
        private final NodeSnapshot snapshot;
        private final Observations seen;
        private final Instant now;

        Step(NodeName server, StreamSnapshot stream, NodeSnapshot snapshot, Observations seen, Instant now) {
            this.server = server;
            this.stream = stream;
            this.snapshot = snapshot;
            this.seen = seen;
            this.now = now;
        }

        void take(Grouping grouping) {
            StreamWas was = streams.put(stream.name(), new StreamWas(server, stream.status(), stream.problem()));
            if (was == null) {
                began(grouping);
            } else {
                status(was);
            }
            for (LabelState keys : stream.lines()) {
                KeyLine line = new KeyLine(stream.name(), keys.label());
                LabelState before = lines.put(line, keys);
                if (before != null) {
                    used(line, before, keys);
                    withdrawn(line, before, keys);
                    announced(line, before.pending(), keys);
                } else if (was == null) {
                    announced(line, Optional.empty(), keys);
                }
                count(line);
            }
        }

        private void began(Grouping grouping) {
            Part group = new Part.Name(stream.group().toString());
            Part name = new Part.Name(stream.name().value());
            EventDraft draft = stream.lines().size() == 1
                    ? stream.inUse()
                            .map(inUse -> of(new KeyLine(stream.name()), Happening.STREAM_BEGAN, now, name, group,
                                    new Part.ThisKey()).with(key(inUse.keyId(), KeyPhase.IN_USE)))
                            .orElseGet(() -> of(new KeyLine(stream.name()), Happening.STREAM_BEGAN_KEYLESS, now, name,
                                    group))
                    : of(new KeyLine(stream.name()), Happening.STREAM_BEGAN_KEYLESS, now, name, group);
            grouping.add(Happening.STREAM_BEGAN, stream.name().value(), draft,
                    (names, count) -> EventDraft.of(Happening.STREAMS_BEGAN, now, count, names).by(server));
            stream.problem().ifPresent(this::wrong);
        }

        private void status(StreamWas was) {
            if (stream.problem().isPresent() && !stream.problem().map(NoticeInbox::shape)
                    .equals(was.problem().map(NoticeInbox::shape))) {
                wrong(stream.problem().get());
            } else if (stream.problem().isEmpty() && was.problem().isPresent()) {
                plain(Happening.STREAM_WELL);
            } else if (stream.status() != was.status()) {
                switch (stream.status()) {
                    case STARTING -> plain(Happening.STREAM_WAITS);
                    case SENDING -> plain(Happening.STREAM_SENDS);
                    case ENDED -> plain(Happening.STREAM_ENDED);
                    case FAILED -> wrong(CodedMessage.plain(""));
                }
            }
        }

        private void plain(Happening happening) {
            log.add(of(new KeyLine(stream.name()), happening, now, new Part.Name(stream.name().value())), now);
        }

        private void wrong(CodedMessage sentence) {
            Happening happening = stream.status() == StreamSnapshot.Status.FAILED
                    ? Happening.STREAM_FAILED
                    : Happening.STREAM_PROBLEM;
            log.add(of(new KeyLine(stream.name()), happening, now, new Part.Name(stream.name().value()),
                    new Part.Said(sentence)), now);
        }

        private void used(KeyLine line, LabelState before, LabelState keys) {
            Optional<KeyId> inUse = keys.inUse().map(KeyInUse::keyId);
            if (inUse.isEmpty() || inUse.equals(before.inUse().map(KeyInUse::keyId))) {
                return;
            }
            Optional<LastChange> change = keys.lastChange().filter(last -> inUse.equals(Optional.of(last.to())))
                    .filter(last -> !before.lastChange().equals(Optional.of(last)));
            Optional<ChangeResult> result = change.flatMap(last -> seen.changes().latest(line))
                    .filter(known -> inUse.equals(Optional.of(known.keyId())));
            EventKey key = key(inUse.get(), KeyPhase.IN_USE);
            Instant at = believed(change.map(LastChange::at).orElse(now));
            EventDraft plain = of(line, Happening.KEY_USED, at, new Part.ThisKey()).with(key);
            long event = log.add(result.map(known -> told(plain, known)).orElse(plain), now);
            if (result.isPresent()) {
                counting.put(line, new Counting(event, inUse.get(), now));
            }
        }

        /// What the change has cost by now.
        private void count(KeyLine line) {
            Counting open = counting.get(line);
            if (open == null) {
                return;
            }
            seen.changes().latest(line).filter(result -> result.keyId().equals(open.key()))
                    .ifPresent(result -> log.change(open.event(), draft -> told(draft, result)));
            if (Duration.between(open.since(), now).compareTo(COUNTED) > 0) {
                counting.remove(line);
            }
        }

        private static EventDraft told(EventDraft draft, ChangeResult result) {
            boolean isNotable = result.lost() > 0 || (result.late() > 0 && result.announced());
            List<Part> parts = result.announced()
                    ? List.of(new Part.ThisKey(), new Part.Count(result.had()), new Part.Count(result.of()),
                            new Part.Count(result.late()), new Part.Count(result.lost()))
                    : List.of(new Part.ThisKey(), new Part.Count(result.late()), new Part.Count(result.lost()));
            return new EventDraft(result.announced() ? Happening.KEY_IN_USE : Happening.KEY_AT_ONCE,
                    isNotable ? Severity.WARNING : Severity.INFO, draft.at(), draft.who(), draft.line(), draft.key(),
                    draft.about(), parts);
        }

        private void withdrawn(KeyLine line, LabelState before, LabelState keys) {
            before.pending().map(PendingChange::keyId)
                    .filter(key -> !keys.pending().map(PendingChange::keyId).equals(Optional.of(key)))
                    .filter(key -> !keys.inUse().map(KeyInUse::keyId).equals(Optional.of(key)))
                    .filter(key -> !keys.lastChange().map(LastChange::to).equals(Optional.of(key)))
                    .filter(key -> !keys.lastChange().map(LastChange::from).equals(Optional.of(key)))
                    .ifPresent(key -> log.add(of(line, Happening.KEY_CANCELLED, now, new Part.ThisKey())
                            .with(key(key, KeyPhase.FORMER)), now));
        }

        private void announced(KeyLine line, Optional<PendingChange> before, LabelState keys) {
            PendingChange pending = keys.pending().orElse(null);
            if (pending == null) {
                return;
            }
            EventKey key = key(pending.keyId(), KeyPhase.COMING);
            Optional<PendingChange> same = before.filter(known -> known.keyId().equals(pending.keyId()));
            if (same.isEmpty()) {
                log.add(of(line, Happening.KEY_ANNOUNCED, believed(pending.announced()), new Part.ThisKey(),
                        new Part.While(Duration.between(pending.announced(), pending.switchAt()))).with(key), now);
            }
            boolean wasHeld = same.flatMap(PendingChange::hold).isPresent();
            if (pending.hold().isPresent() != wasHeld) {
                log.add(of(line, wasHeld ? Happening.KEY_FREED : Happening.KEY_HELD, now, new Part.ThisKey()).with(key),
                        now);
            }
            int all = pending.expected()
                    .orElseGet(() -> keys.inUse().map(inUse -> snapshot.fetchers(inUse.keyId())).orElse(0));
            if (all > 0 && pending.fetchers().orElseGet(() -> snapshot.fetchers(pending.keyId())) >= all
                    && !pending.keyId().equals(fetched.put(line, pending.keyId()))) {
                log.add(of(line, Happening.KEY_FETCHED, now, new Part.ThisKey(), new Part.Count(all)).with(key), now);
            }
        }

        private EventKey key(KeyId keyId, KeyPhase phase) {
            return EventKey.of(keyId, phase, seen.numbers());
        }

        private EventDraft of(KeyLine line, Happening happening, Instant at, Part... parts) {
            return EventDraft.of(happening, at, parts).by(server).on(line);
        }

        private Instant believed(Instant at) {
            return at.isAfter(now) || Duration.between(at, now).compareTo(BELIEVED) > 0 ? now : at;
        }
    }
}
