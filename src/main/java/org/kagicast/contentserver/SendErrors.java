package org.kagicast.contentserver;

import java.time.Duration;
import java.util.Optional;

/// Tells that the interface cannot be sent through, or that the system has lately refused packets: a firewall forbids them,
/// they are too long.
/// It belongs to the stream's thread.
final class SendErrors {

    static final Duration LATELY = Duration.ofSeconds(3);

    private final StreamSettings settings;
    private final StreamContext context;
    private final PacketSender sender;
    private long seen;
    private long seenAt;

    SendErrors(StreamSettings settings, StreamContext context, PacketSender sender) {
        this.settings = settings;
        this.context = context;
        this.sender = sender;
    }

    /// Notes when packets were refused last; to be called often.
    void look() {
        long refused = sender.refused();
        if (refused != seen) {
            seen = refused;
            seenAt = context.time().nanos();
        }
    }

    /// One sentence with the system's reason; empty when packets have been going out for a while, or from a new socket.
    Optional<String> sentence() {
        look();
        return sender.trouble().or(this::refusal);
    }

    private Optional<String> refusal() {
        return seen == 0 || context.time().nanos() - seenAt > LATELY.toNanos()
                ? Optional.empty()
                : sender.lastRefusal().map(why -> "Packets of " + settings.name() + " to " + settings.group()
                        + " are refused by this system (" + why + "): check interface " + settings.networkInterface()
                        + " and the firewall.");
    }
}
