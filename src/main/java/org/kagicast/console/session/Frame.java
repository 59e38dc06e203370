package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.text.Texts;
import org.kagicast.model.NodeSnapshot;

/// What the screens show at one moment.
///
/// @param domain the one in view
/// @param whole its nodes, and the picture that they make together
/// @param now the clock that all times in it go by
/// @param seen what follows from all snapshots so far
/// @param isPast whether it is one that was kept: nothing can be ordered then
public record Frame(Domain domain, DomainView whole, Instant now, Observations seen, Texts texts, boolean isPast) {

    /// All roles in view; empty while there are none to show.
    public Optional<NodeSnapshot> snapshot() {
        return whole.snapshot();
    }

    /// Whether anything is known to be there that could be well or not.
    public boolean hasRoles() {
        return snapshot().filter(shown -> !shown.keyServers().isEmpty() || !shown.contentServers().isEmpty()
                || !shown.clients().isEmpty()).isPresent();
    }

    /// The frame as it is for one part: where its node is silent, the clock stands still since.
    public Frame of(Target part) {
        return whole.host(part).flatMap(NodeStatus::silentSince)
                .map(since -> new Frame(domain, whole, since, seen, texts, isPast))
                .orElse(this);
    }

    /// That the node of a part is silent, and for how long.
    public Optional<Staleness> silence(Target part) {
        return whole.host(part).flatMap(this::silence);
    }

    public Optional<Staleness> silence(NodeStatus node) {
        return node.silentSince().map(since -> new Staleness(
                texts.of("silence.short", texts.duration(Duration.between(since, now))),
                texts.of("silence.long", node.name(), texts.duration(Duration.between(since, now))),
                node.reason().map(texts::of).orElse("")));
    }
}
