package org.kagicast.model;

import java.time.Instant;
import java.util.Optional;
import org.kagicast.model.message.CodedMessage;

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
    record Notice(Instant at, NodeName subject, Severity severity, CodedMessage message) implements NodeEvent {

        /// Without a code.
        public Notice(Instant at, NodeName subject, Severity severity, String text) {
            this(at, subject, severity, CodedMessage.plain(text));
        }

        /// In English.
        public String text() {
            return message.text();
        }
    }

    enum Severity {
        INFO,
        WARNING,
        ERROR
    }
}
