package org.kagicast.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kagicast.model.message.CodedMessage;

/// A stream at one moment.
///
/// @param source the source as the option wrote it
/// @param problem one sentence that names the thing and the cure, when something is wrong
/// @param pending the announced change that has not happened yet
/// @param packetsSent data packets handed to the system since start
/// @param bytesSent payload bytes of those
/// @param oversized source datagrams refused because they are longer than what several packets carry
/// @param refused packets that the system did not take, control packets included: its interface is gone, a firewall
///        forbids them
/// @param keyIds the latest 1,000 key IDs that sealed a packet, in order of use
/// @param labels the keys of each label, that for the rest of the packets first; empty for a stream that has one key at a
///        time. `inUse` is then the key of the first, `pending` the change that happens first, `lastChange` the latest
/// @param note sentences about what was found out about the source, or guessed
public record StreamSnapshot(StreamName name, MulticastGroup group, String source, Status status,
        Optional<CodedMessage> problem, Optional<KeyInUse> inUse, Optional<PendingChange> pending,
        Optional<LastChange> lastChange, Duration leadTime, Duration cryptoPeriod, long packetsSent, long bytesSent,
        long oversized, long refused, int announcedRekeys, int immediateRekeys, List<KeyId> keyIds,
        List<LabelState> labels, Optional<CodedMessage> note) {

    public StreamSnapshot {
        keyIds = List.copyOf(keyIds);
        labels = List.copyOf(labels);
    }

    /// Of a source that there is nothing to be said of, on a system that takes every packet.
    public StreamSnapshot(StreamName name, MulticastGroup group, String source, Status status,
            Optional<CodedMessage> problem, Optional<KeyInUse> inUse, Optional<PendingChange> pending,
            Optional<LastChange> lastChange, Duration leadTime, Duration cryptoPeriod, long packetsSent, long bytesSent,
            long oversized, int announcedRekeys, int immediateRekeys, List<KeyId> keyIds, List<LabelState> labels) {
        this(name, group, source, status, problem, inUse, pending, lastChange, leadTime, cryptoPeriod, packetsSent,
                bytesSent, oversized, 0, announcedRekeys, immediateRekeys, keyIds, labels, Optional.empty());
    }

    /// Of a stream that has one key at a time.
    public StreamSnapshot(StreamName name, MulticastGroup group, String source, Status status,
            Optional<CodedMessage> problem, Optional<KeyInUse> inUse, Optional<PendingChange> pending,
            Optional<LastChange> lastChange, Duration leadTime, Duration cryptoPeriod, long packetsSent, long bytesSent,
            long oversized, int announcedRekeys, int immediateRekeys, List<KeyId> keyIds) {
        this(name, group, source, status, problem, inUse, pending, lastChange, leadTime, cryptoPeriod, packetsSent,
                bytesSent, oversized, announcedRekeys, immediateRekeys, keyIds, List.of());
    }

    /// The keys of each label, or the one line of a stream that has one key at a time.
    public List<LabelState> lines() {
        return labels.isEmpty() ? List.of(new LabelState(KeyLabel.NONE, inUse, pending, lastChange)) : labels;
    }

    public enum Status {
        /// Waits for its first key.
        STARTING,
        /// Packets flow, or will as soon as the source gives some.
        SENDING,
        /// The source has ended and all is sent.
        ENDED,
        /// Stopped by a fault, which `problem` tells.
        FAILED
    }

    /// @param number counts the keys of its stream and label, from 1 on; 0 if it is not known
    /// @param packets sealed with it so far, control packets included
    public record KeyInUse(KeyId keyId, long number, Instant since, long packets) {

        /// One whose number is not known.
        public KeyInUse(KeyId keyId, Instant since, long packets) {
            this(keyId, 0, since, packets);
        }

        /// @param line whose key it is
        public KeyName name(KeyLine line) {
            return new KeyName(keyId, line, number);
        }
    }

    /// @param number as in [KeyInUse]
    /// @param switchAt when the switch is due; an open hold puts it off
    /// @param fetchers how many different clients have fetched the key, once the key server has told
    /// @param expected how many have fetched the key in use, once the key server has told
    /// @param hold what puts the switch off
    public record PendingChange(KeyId keyId, long number, Instant announced, Instant switchAt,
            Optional<Integer> fetchers, Optional<Integer> expected, Optional<Hold> hold) {

        /// One of a key whose number is not known.
        public PendingChange(KeyId keyId, Instant announced, Instant switchAt, Optional<Integer> fetchers,
                Optional<Integer> expected, Optional<Hold> hold) {
            this(keyId, 0, announced, switchAt, fetchers, expected, hold);
        }

        /// One that nothing is known about yet and nothing holds.
        public PendingChange(KeyId keyId, Instant announced, Instant switchAt) {
            this(keyId, announced, switchAt, Optional.empty(), Optional.empty(), Optional.empty());
        }

        /// @param line whose key is to change
        public KeyName name(KeyLine line) {
            return new KeyName(keyId, line, number);
        }
    }

    /// A switch that waits.
    ///
    /// @param since when it was ordered
    /// @param untilShare the part of `expected` that is enough, 0 to 1
    /// @param atMost when it ends at the latest
    public record Hold(Instant since, Optional<Double> untilShare, Optional<Instant> atMost) {}

    /// @param fromNumber and
    /// @param toNumber as in [KeyInUse]
    public record LastChange(KeyId from, long fromNumber, KeyId to, long toNumber, boolean announced, Instant at) {

        /// One of keys whose numbers are not known.
        public LastChange(KeyId from, KeyId to, boolean announced, Instant at) {
            this(from, 0, to, 0, announced, at);
        }
    }

    /// The keys of one label.
    public record LabelState(KeyLabel label, Optional<KeyInUse> inUse, Optional<PendingChange> pending,
            Optional<LastChange> lastChange) {}
}
