package org.kagicast.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A content server at one moment: its streams and its encryption-key table.
///
/// @param io how datagrams go into the system: "epoll with segments" is the fast way, "epoll" and "nio" the plain ones;
///        empty if the node does not tell
public record ContentServerSnapshot(NodeName name, List<StreamSnapshot> streams, List<EncryptionKeyRow> keys,
        String io) implements RoleSnapshot {

    public ContentServerSnapshot {
        streams = List.copyOf(streams);
        keys = List.copyOf(keys);
    }

    /// By what suite it seals with a key, as long as that is in its table.
    public Optional<CipherSuite> suite(KeyId keyId) {
        return keys.stream().filter(row -> row.keyId().equals(keyId)).map(EncryptionKeyRow::suite).findFirst();
    }

    /// One row of the encryption-key table.
    ///
    /// @param label which of the stream's keys, where it has several at once
    /// @param number counts the keys of its stream and label, from 1 on; 0 if it is not known
    /// @param stored when the key came (step A7)
    /// @param packets sealed with it so far, control packets included
    /// @param fingerprint first 4 bytes of the SHA-256 of the key, in hexadecimal
    public record EncryptionKeyRow(KeyId keyId, StreamName stream, KeyLabel label, long number, CipherSuite suite,
            KeyState state, Instant stored, long packets, String fingerprint) {

        public KeyLine line() {
            return new KeyLine(stream, label);
        }

        public KeyName name() {
            return new KeyName(keyId, line(), number);
        }
    }
}
