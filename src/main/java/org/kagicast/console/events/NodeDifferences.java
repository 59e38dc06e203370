package org.kagicast.console.events;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.nodes.NoticeInbox;
import org.kagicast.console.session.DomainView;
import org.kagicast.console.session.Target;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;

/// What has become of nodes and of key servers since the picture before. One thread.
final class NodeDifferences {

    /// A slave that is behind for less is not worth a line.
    private static final Duration BEHIND = Duration.ofSeconds(5);
    private static final int MOST_NAMED = 4;

    private final EventLog log;
    private final Map<Optional<Destination>, NodeWas> nodes = new LinkedHashMap<>();
    private final Map<NodeName, ServerWas> servers = new HashMap<>();
    private Optional<CodedMessage> operator = Optional.empty();

    NodeDifferences(EventLog log) {
        this.log = log;
    }

    private static final class NodeWas {

        private boolean isKnown;
        private String name = "";
        private String ownName = "";
        private Optional<Instant> lost = Optional.empty();
        private Map<String, CodedMessage> problems = Map.of();
    }

    private static final class ServerWas {

        private Optional<CodedMessage> problem = Optional.empty();
        private int compromised;
        private Set<Object> compromisedKeys = Set.of();
        private boolean isBehind;
    }

    /// @return whether a node is gone whose parts are gone with it
    boolean observe(DomainView whole, KeyNumbers numbers, Instant now) {
        for (NodeStatus status : whole.nodes()) {
            observe(status, nodes.computeIfAbsent(status.destination(), absent -> new NodeWas()), whole, now);
        }
        observeOperator(whole, now);
        List<KeyServerSnapshot> shown = whole.snapshot().map(all -> all.keyServers()).orElse(List.of());
        for (KeyServerSnapshot server : shown) {
            ServerWas was = servers.get(server.name());
            if (was == null) {
                was = new ServerWas();
                was.compromised = compromised(server);
                servers.put(server.name(), was);
            }
            if (!whole.isSilent(new Target.OfKeyServer(server.name()))) {
                observe(server, was, numbers, now);
            }
        }
        servers.keySet().retainAll(shown.stream().map(KeyServerSnapshot::name).toList());
        return forget(whole, now);
    }

    private boolean forget(DomainView whole, Instant now) {
        Set<Optional<Destination>> gone = new HashSet<>(nodes.keySet());
        whole.nodes().forEach(status -> gone.remove(status.destination()));
        gone.forEach(destination -> {
            NodeWas was = Objects.requireNonNull(nodes.remove(destination));
            if (destination.isPresent()) {
                log.add(EventDraft.of(Happening.NODE_FORGOTTEN, now, new Part.Name(was.name)).by(was.ownName), now);
            }
        });
        return !gone.isEmpty();
    }

    private void observe(NodeStatus status, NodeWas was, DomainView whole, Instant now) {
        was.name = status.name();
        was.ownName = status.ownName();
        if (status.isSilent()) {
            if (was.lost.isEmpty()) {
                was.lost = status.silentSince();
                log.add(about(status, whole, EventDraft.of(Happening.NODE_LOST, now, new Part.Name(status.ownName()),
                        new Part.Said(status.reason().orElseGet(() -> CodedMessage.plain(""))))), now);
            }
            return;
        }
        if (!status.isHeard()) {
            return;
        }
        if (was.lost.isPresent() && was.isKnown) {
            log.add(about(status, whole, EventDraft.of(Happening.NODE_BACK, now, new Part.Name(status.ownName()),
                    new Part.While(Duration.between(was.lost.get(), now)))), now);
        } else if (!was.isKnown && status.destination().isPresent()) {
            log.add(about(status, whole, EventDraft.of(Happening.NODE_HEARD, now, new Part.Name(status.name()))), now);
        }
        was.isKnown = true;
        was.lost = Optional.empty();
        observeProblems(status, was, whole, now);
    }

    /// A problem is the same one while only numbers change in it.
    private void observeProblems(NodeStatus status, NodeWas was, DomainView whole, Instant now) {
        Map<String, CodedMessage> problems = new LinkedHashMap<>();
        status.problems().forEach(sentence -> problems.put(NoticeInbox.shape(sentence), sentence));
        problems.forEach((shape, sentence) -> {
            if (!was.problems.containsKey(shape)) {
                log.add(about(status, whole, EventDraft.of(Happening.NODE_PROBLEM, now,
                        new Part.Name(status.ownName()), new Part.Said(sentence))), now);
            }
        });
        if (problems.isEmpty() && !was.problems.isEmpty()) {
            log.add(about(status, whole, EventDraft.of(Happening.NODE_WELL, now, new Part.Name(status.ownName()))),
                    now);
        }
        was.problems = problems;
    }

    private static EventDraft about(NodeStatus status, DomainView whole, EventDraft draft) {
        EventDraft named = draft.by(status.ownName());
        return whole.anyPart(status).map(named::about).orElse(named);
    }

    /// The operator's own certificate is the same for every node.
    private void observeOperator(DomainView whole, Instant now) {
        if (whole.nodes().stream().noneMatch(NodeStatus::isHeard)) {
            return;
        }
        Optional<CodedMessage> wrong = whole.nodes().stream().filter(NodeStatus::isHeard)
                .flatMap(node -> node.operator().stream()).findFirst();
        if (wrong.isPresent() && !wrong.map(NoticeInbox::shape).equals(operator.map(NoticeInbox::shape))) {
            log.add(EventDraft.of(Happening.OPERATOR_PROBLEM, now, new Part.Said(wrong.get())), now);
        } else if (wrong.isEmpty() && operator.isPresent()) {
            log.add(EventDraft.of(Happening.OPERATOR_WELL, now), now);
        }
        operator = wrong;
    }

    private void observe(KeyServerSnapshot server, ServerWas was, KeyNumbers numbers, Instant now) {
        if (server.problem().isPresent()
                && !server.problem().map(NoticeInbox::shape).equals(was.problem.map(NoticeInbox::shape))) {
            log.add(of(server, Happening.NODE_PROBLEM, now, new Part.Name(server.name().value()),
                    new Part.Said(server.problem().get())), now);
        } else if (server.problem().isEmpty() && was.problem.isPresent()) {
            log.add(of(server, Happening.NODE_WELL, now, new Part.Name(server.name().value())), now);
        }
        was.problem = server.problem();
        observeCopy(server, was, now);
        if (server.role() != Role.KEY_SLAVE) {
            observeCompromised(server, was, numbers, now);
        }
    }

    private void observeCopy(KeyServerSnapshot server, ServerWas was, Instant now) {
        boolean isBehind = server.copy().flatMap(CopyState::since)
                .filter(since -> Duration.between(since, now).compareTo(BEHIND) > 0).isPresent();
        boolean isInStep = server.copy().map(CopyState::isInStep).orElse(true);
        if (isBehind && !was.isBehind) {
            was.isBehind = true;
            log.add(of(server, Happening.SLAVE_BEHIND, now, new Part.Name(server.name().value())), now);
        } else if (isInStep && was.isBehind) {
            was.isBehind = false;
            log.add(of(server, Happening.SLAVE_IN_STEP, now, new Part.Name(server.name().value())), now);
        }
    }

    /// Key by key where the rows are known, which are asked for only while somebody looks at them.
    private void observeCompromised(KeyServerSnapshot server, ServerWas was, KeyNumbers numbers, Instant now) {
        int count = compromised(server);
        int more = count - was.compromised;
        was.compromised = count;
        if (more <= 0) {
            return;
        }
        List<KeyRow> rows = server.keys().stream().filter(row -> row.state() == KeyState.COMPROMISED)
                .filter(row -> !was.compromisedKeys.contains(row.keyId())).toList();
        if (rows.size() == more && more <= MOST_NAMED) {
            rows.forEach(row -> log.add(EventDraft.of(Happening.KEY_COMPROMISED, now, new Part.ThisKey())
                    .by(server.name()).on(row.line()).with(EventKey.of(row.keyId(), KeyPhase.FORMER, numbers)), now));
        } else {
            log.add(of(server, Happening.KEYS_COMPROMISED, now, new Part.Count(more),
                    new Part.Name(server.name().value())), now);
        }
        Set<Object> known = new HashSet<>(was.compromisedKeys);
        rows.forEach(row -> known.add(row.keyId()));
        was.compromisedKeys = known;
    }

    private static int compromised(KeyServerSnapshot server) {
        return server.counts().getOrDefault(KeyState.COMPROMISED, 0);
    }

    private static EventDraft of(KeyServerSnapshot server, Happening happening, Instant now, Part... parts) {
        return EventDraft.of(happening, now, parts).by(server.name()).about(new Target.OfKeyServer(server.name()));
    }
}
