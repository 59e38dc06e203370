package org.kagicast.contentserver.labelling;

import org.kagicast.contentserver.mpegts.TransportPacket;

/// A set of PIDs of an MPEG transport stream, each 0 to 8191.
final class PidSet {

    private final long[] bits = new long[TransportPacket.PIDS / Long.SIZE];

    void add(int pid) {
        bits[pid / Long.SIZE] |= 1L << pid;
    }

    void addAll(PidSet other) {
        for (int i = 0; i < bits.length; i++) {
            bits[i] |= other.bits[i];
        }
    }

    boolean contains(int pid) {
        return (bits[pid / Long.SIZE] & (1L << pid)) != 0;
    }
}
