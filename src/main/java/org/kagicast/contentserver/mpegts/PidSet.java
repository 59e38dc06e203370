package org.kagicast.contentserver.mpegts;

/// A set of PIDs of an MPEG transport stream, each 0 to 8191.
public final class PidSet {

    private final long[] bits = new long[TransportPacket.PIDS / Long.SIZE];

    public void add(int pid) {
        bits[pid / Long.SIZE] |= 1L << pid;
    }

    void addAll(PidSet other) {
        for (int i = 0; i < bits.length; i++) {
            bits[i] |= other.bits[i];
        }
    }

    public boolean contains(int pid) {
        return (bits[pid / Long.SIZE] & (1L << pid)) != 0;
    }
}
