package org.kagicast.client;

import java.util.EnumMap;
import java.util.Map;
import org.kagicast.client.keys.DecryptionKey;
import org.kagicast.client.keys.DecryptionKeyTable;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.RefusalReason;

/// The counters while they count. State: the client's loop.
final class Counters {

    long received;
    long opened;
    long late;
    long forged;
    long replayed;
    long superseded;
    long tooOld;
    long malformed;
    long keysFetched;
    long control;
    long unknownType;
    long bytes;
    long authentic;
    long unauthenticated;
    long impostor;
    /// Packets opened whose payload lacks another one, now and for good.
    int incomplete;
    long givenUp;
    private final Map<RefusalReason, Long> refused = new EnumMap<>(RefusalReason.class);
    /// Losses of keys that are no longer in the table.
    private long formerlyLost;

    void data(int payloadBytes, boolean wasLate) {
        opened++;
        bytes += payloadBytes;
        if (wasLate) {
            late++;
        }
    }

    /// Packets whose tag verified.
    long verified() {
        return opened + control + unknownType + superseded;
    }

    void refused(RefusalReason reason, long packets) {
        if (packets > 0) {
            refused.merge(reason, packets, Long::sum);
        }
    }

    void keyGone(DecryptionKey key) {
        formerlyLost += key.lost();
    }

    /// A datagram that came in several packets is delivered: they count as opened one by one.
    void joined(int packets, int payloadBytes, boolean wasLate) {
        opened += packets;
        bytes += payloadBytes;
        if (wasLate) {
            late += packets;
        }
    }

    /// @param waiting packets that wait, for keys or for somebody to vouch for them
    /// @param expired packets that have waited for keys in vain
    ClientCounters snapshot(DecryptionKeyTable table, int waiting, long expired) {
        long lost = formerlyLost;
        for (DecryptionKey key : table.keys()) {
            lost += key.lost();
        }
        return new ClientCounters(received, opened, lost, late, waiting + incomplete,
                expired + givenUp, forged, replayed, superseded, tooOld, malformed, refused, keysFetched,
                control, unknownType, bytes,
                new ClientCounters.Authenticity(authentic, unauthenticated, impostor));
    }
}
