package org.kagicast.bench;

/// What was measured. Delays are in milliseconds, from the source's making of a packet to its delivery at the sink.
///
/// @param rate      packets a second that were asked for
/// @param rekeys    changes of the key that happened
/// @param missed    changes ordered that did not happen
/// @param lost      packets of the source that the sink never got, by the source's own numbers
/// @param repeated  packets that it got more than once
/// @param expired   packets dropped while they waited for their key
/// @param late      packets that had to wait for their key
/// @param near      packets made within 2 ms of a change
/// @param ratio     `p99NearMs` / `p99ElsewhereMs`
/// @param p50LateMs of the late packets alone, 0 when there are none
public record RekeysRow(RekeyKind kind, int rate, double seconds, long sent, int rekeys, int missed, long lost,
        long repeated, long expired, long late, long near, double p50NearMs, double p99NearMs, double maxNearMs,
        double p50ElsewhereMs, double p99ElsewhereMs, double maxElsewhereMs, double ratio, double p50LateMs,
        double p99LateMs, double maxLateMs) {

    /// Whether every packet came once, none had to wait that should not, and every change happened.
    public boolean withoutError() {
        return lost == 0 && repeated == 0 && expired == 0 && missed == 0 && (kind == RekeyKind.IMMEDIATE || late == 0);
    }
}
