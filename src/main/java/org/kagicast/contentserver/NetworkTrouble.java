package org.kagicast.contentserver;

import java.time.Duration;
import java.util.Optional;

/// Tells that the interface cannot be sent through, or that the system has lately refused packets: a firewall forbids them,
/// they are too long.
/// It belongs to the stream's thread.
final class NetworkTrouble {

    static final Duration LATELY = Duration.ofSeconds(10);

    private final StreamSettings settings;
    private final StreamContext context;
    private final PacketSender sender;
    private long seen;
    private long seenAt;

    NetworkTrouble(StreamSettings settings, StreamContext context, PacketSender sender) {
        this.settings = settings;
        this.context = context;
        this.sender = sender;
    }

    /// One sentence with the system's reason; empty when packets have been going out for a while.
    Optional<String> sentence() {
        long now = context.time().nanos();
        long refused = sender.refused();
        Optional<String> trouble = sender.trouble();
        if (trouble.isPresent()) {
            // What was refused meanwhile has its reason, and is not told of any more once
            // that is over.
            seen = refused;
            seenAt = now - LATELY.toNanos() - 1;
            return trouble;
        }
        if (refused > seen) {
            seen = refused;
            seenAt = now;
        }
        return seen == 0 || now - seenAt > LATELY.toNanos()
                ? Optional.empty()
                : Optional.of(
                        "Packets of " + settings.name() + " to " + settings.group() + " are refused by this system ("
                                + sender.lastRefusal() + "): check interface " + settings.networkInterface()
                                + " and the firewall.");
    }
}
