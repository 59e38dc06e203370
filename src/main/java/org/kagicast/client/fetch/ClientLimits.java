package org.kagicast.client.fetch;

import java.time.Duration;

import org.kagicast.sframe.Opener;

/// The bounds of what a client keeps and asks, so that nothing that comes in can make it grow or flood a key server.
///
/// @param keyIdle an entry of the decryption-key table unused for so long is erased (R11)
/// @param windowPackets size of the replay window of each key
/// @param heldPackets packets held in all while their keys are fetched
/// @param heldBytes bytes of those
/// @param fetchDeadline how long one fetch attempt may take
/// @param unknownRetry how long an unknown key ID is asked for again, since the key may be on its way
/// @param negativeCache how long a refusal is remembered
/// @param fetchesPerSecond requests a second that key IDs nobody announced may cause, far fewer while all are unknown
/// @param fetchBurst how many of those may come at once
public record ClientLimits(Duration keyIdle, int windowPackets, int heldPackets, long heldBytes,
        Duration fetchDeadline, Duration unknownRetry, Duration negativeCache, int fetchesPerSecond, int fetchBurst) {

    public static final ClientLimits DEFAULTS = new ClientLimits(Duration.ofMinutes(10), Opener.DEFAULT_WINDOW, 65_536,
            64L << 20, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5), 20, 40);

    private static final int FEWEST_HELD_PACKETS = 1_024;
    private static final long FEWEST_HELD_BYTES = 256L << 10;
    private static final int FEWEST_FETCHES = 2;
    private static final int LEAST_BURST = 8;

    /// What one of so many groups of a client may have, if each is received by itself, so that all together stay within
    /// these limits as far as each needs no more.
    public ClientLimits forEachOf(int groups) {
        return new ClientLimits(keyIdle, windowPackets, Math.max(FEWEST_HELD_PACKETS, heldPackets / groups),
                Math.max(FEWEST_HELD_BYTES, heldBytes / groups), fetchDeadline, unknownRetry, negativeCache,
                Math.max(FEWEST_FETCHES, fetchesPerSecond / groups), Math.max(LEAST_BURST, fetchBurst / groups));
    }

    public ClientLimits withKeyIdle(Duration idle) {
        return new ClientLimits(idle, windowPackets, heldPackets, heldBytes, fetchDeadline, unknownRetry, negativeCache,
                fetchesPerSecond, fetchBurst);
    }
}
