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
    /// @param label which of the stream's keys, where it has several at once
    /// @param number counts the keys of its stream and label, from 1 on; 0 if it is not known
    record Message(Instant at, NodeName subject, Step step, Optional<NodeName> to, Optional<KeyId> keyId,
            Optional<StreamName> stream, KeyLabel label, long number) implements NodeEvent {

        /// One about a key of which no more is known.
        public Message(Instant at, NodeName subject, Step step, Optional<NodeName> to, Optional<KeyId> keyId,
                Optional<StreamName> stream) {
            this(at, subject, step, to, keyId, stream, KeyLabel.NONE, 0);
        }

        /// One about this key.
        public Message(Instant at, NodeName subject, Step step, Optional<NodeName> to, KeyName key) {
            this(at, subject, step, to, Optional.of(key.id()), Optional.of(key.line().stream()), key.line().label(),
                    key.number());
        }

        /// As far as it is known whose key it is.
        public Optional<KeyLine> line() {
            return stream.map(name -> new KeyLine(name, label));
        }

        /// The key that it is about, as far as it is known whose it is.
        public Optional<KeyName> key() {
            return keyId.flatMap(id -> line().map(line -> new KeyName(id, line, number)));
        }
    }

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
