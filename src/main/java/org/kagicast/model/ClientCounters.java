package org.kagicast.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What became of the datagrams that a client received since its start.
///
/// @param received every datagram
/// @param opened data packets delivered to the sink
/// @param lost packets of keys held that never came
/// @param late data packets delivered after having been held
/// @param held packets that wait now, for a key or for the other packets of their payload
/// @param expired packets dropped while they waited: a payload in several packets is lost whole if one of them is
/// @param forged packets whose tag does not verify under the key held, or that are numbered above what the stream says it
///        has sealed with that key
/// @param replayed packets that had been opened before
/// @param superseded packets that verify under a former key, though a later key of the same line has been in use for more
///        than a second: somebody sends former packets again, or two content servers send one stream
/// @param tooOld packets whose number is below the replay window of their key
/// @param malformed datagrams that are no SFrame object
/// @param refused packets dropped because their key was refused, by reason
/// @param keysFetched keys received from a key server
/// @param control announcements, key ends and manifests opened
/// @param unknownType packets opened whose inner type is unknown
/// @param bytes payload bytes of `opened`
/// @param authenticity of packets under keys that sign
public record ClientCounters(long received, long opened, long lost, long late, long held, long expired, long forged,
        long replayed, long superseded, long tooOld, long malformed, Map<RefusalReason, Long> refused, long keysFetched,
        long control, long unknownType, long bytes, Authenticity authenticity) {

    /// Who sealed the packets under keys that sign (R29).
    ///
    /// @param authentic packets that the content server has vouched for
    /// @param unauthenticated packets that nobody has vouched for in time
    /// @param impostor packets that a holder of the key sealed who is not the content server
    public record Authenticity(long authentic, long unauthenticated, long impostor) {

        /// Where nothing is signed.
        public static final Authenticity NONE = new Authenticity(0, 0, 0);

        Authenticity plus(Authenticity other) {
            return new Authenticity(authentic + other.authentic, unauthenticated + other.unauthenticated,
                    impostor + other.impostor);
        }
    }

    /// Where nothing is signed.
    public ClientCounters(long received, long opened, long lost, long late, long held, long expired, long forged,
            long replayed, long superseded, long tooOld, long malformed, Map<RefusalReason, Long> refused,
            long keysFetched, long control, long unknownType, long bytes) {
        this(received, opened, lost, late, held, expired, forged, replayed, superseded, tooOld, malformed, refused,
                keysFetched, control, unknownType, bytes, Authenticity.NONE);
    }

    public ClientCounters {
        EnumMap<RefusalReason, Long> copy = new EnumMap<>(RefusalReason.class);
        copy.putAll(refused);
        refused = Collections.unmodifiableMap(copy);
    }

    /// Before anything has come.
    public static final ClientCounters NONE = new ClientCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0);

    /// Those of two together.
    public ClientCounters plus(ClientCounters other) {
        EnumMap<RefusalReason, Long> both = new EnumMap<>(RefusalReason.class);
        both.putAll(refused);
        other.refused.forEach((reason, packets) -> both.merge(reason, packets, Long::sum));
        return new ClientCounters(received + other.received, opened + other.opened, lost + other.lost,
                late + other.late, held + other.held, expired + other.expired, forged + other.forged,
                replayed + other.replayed, superseded + other.superseded, tooOld + other.tooOld,
                malformed + other.malformed, both, keysFetched + other.keysFetched, control + other.control,
                unknownType + other.unknownType, bytes + other.bytes, authenticity.plus(other.authenticity));
    }
}
