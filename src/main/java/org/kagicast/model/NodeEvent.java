package org.kagicast.model;

import java.time.Instant;
import java.util.Optional;

/// Something that happened in a node. Never key material.
public sealed interface NodeEvent {

    Instant at();

    /// The role that tells it.
    NodeName subject();

    /// A message between two parts. Each message is told once, by the part that sends it.
    ///
    /// @param to who receives it; empty for the multicast group
    record Message(Instant at, NodeName subject, Step step, Optional<NodeName> to, Optional<KeyId> keyId,
            Optional<StreamName> stream) implements NodeEvent {}

    /// Something worth a line in the log.
    record Notice(Instant at, NodeName subject, Severity severity, String text) implements NodeEvent {}

    enum Severity {
        INFO,
        WARNING,
        ERROR
    }
}
