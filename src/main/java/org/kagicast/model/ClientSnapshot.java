package org.kagicast.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kagicast.model.message.CodedMessage;

/// A client at one moment: what it receives, and its decryption-key table.
///
/// @param sink the sink as the option wrote it
/// @param why one sentence that says why the status is what it is and what to do, when it is not plain
/// @param keyIds the latest 1,000 key IDs that opened a packet, in order of first use
/// @param io how datagrams come out of the system: "epoll with segments" is the fast way, "epoll" and "nio" the plain
///        ones; empty if the node does not tell
/// @param receptions what becomes of each group, or of those that go to one sink together, where a client receives several
///        by themselves; empty where it does not
public record ClientSnapshot(NodeName name, List<MulticastGroup> groups, String sink, Status status,
        Optional<CodedMessage> why, ClientCounters counters, List<DecryptionKeyRow> keys,
        List<KeyId> keyIds, String io, List<Reception> receptions) implements RoleSnapshot {

    /// Of a client that receives all its groups together.
    public ClientSnapshot(NodeName name, List<MulticastGroup> groups, String sink, Status status,
            Optional<CodedMessage> why, ClientCounters counters, List<DecryptionKeyRow> keys, List<KeyId> keyIds,
            String io) {
        this(name, groups, sink, status, why, counters, keys, keyIds, io, List.of());
    }

    public ClientSnapshot {
        groups = List.copyOf(groups);
        keys = List.copyOf(keys);
        keyIds = List.copyOf(keyIds);
        receptions = List.copyOf(receptions);
    }

    /// What a client receives by itself, beside others.
    ///
    /// @param sink as the option wrote it
    /// @param why as in the whole
    public record Reception(List<MulticastGroup> groups, String sink, Status status, Optional<CodedMessage> why,
            ClientCounters counters) {

        public Reception {
            groups = List.copyOf(groups);
        }

        /// Its groups, as options write them.
        public String text() {
            return String.join(",", groups.stream().map(MulticastGroup::toString).toList());
        }
    }

    public enum Status {
        /// No packet for a while.
        WAITING,
        /// Packets are opened.
        DECRYPTING,
        /// Packets are held while their key is fetched.
        FETCHING,
        /// The key server refused the key.
        NO_ACCESS,
        /// No key server answers.
        NO_KEY_SERVER,
        /// The key is held, but no packet's tag verifies.
        FORGED,
        /// Packets verify, but nobody vouches for them, or somebody else than their content server has sealed them.
        UNAUTHENTICATED,
        /// Packets verify, but under a former key, or they are numbered as those that came long before.
        TOO_OLD,
        /// The interface that the packets come through is gone, down or without an address, as `why` tells.
        NO_INTERFACE,
        /// Stopped by a fault, which `why` tells.
        FAILED
    }

    /// One row of the decryption-key table.
    ///
    /// @param stream as returned with the key, or with its refusal; empty until then
    /// @param label which of the stream's keys, as far as that is known
    /// @param number counts the keys of its stream and label, from 1 on; 0 if it is not known
    /// @param fetchedFrom the key server that answered
    /// @param opened data and control packets opened with it
    /// @param held packets that wait for it now
    /// @param fingerprint first 4 bytes of the SHA-256 of the key, in hexadecimal; empty until it is held
    /// @param why one sentence, when a fetch was refused or is tried again
    public record DecryptionKeyRow(KeyId keyId, Optional<StreamName> stream, KeyLabel label, long number,
            Optional<CipherSuite> suite, KeyStatus status, Optional<NodeName> fetchedFrom, Optional<Instant> fetched,
            Optional<Instant> lastUsed,
            long opened, long lost, int held, String fingerprint, Optional<CodedMessage> why) {

        /// As far as it is known.
        public Optional<KeyLine> line() {
            return stream.map(name -> new KeyLine(name, label));
        }

        /// As far as it is known whose key it is.
        public Optional<KeyName> name() {
            return line().map(line -> new KeyName(keyId, line, number));
        }
    }

    public enum KeyStatus {
        /// Announced; its fetch waits for a random slot.
        ANNOUNCED,
        /// A fetch is in flight or will be tried again.
        FETCHING,
        /// Held, but it has opened no packet yet.
        READY,
        /// The latest to open a packet of its stream.
        IN_USE,
        /// Held, but a later key has taken over.
        FORMER,
        /// The key server refused it; remembered for a while.
        REFUSED
    }
}
