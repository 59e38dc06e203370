package org.kagicast.contentserver.send;

import java.time.Duration;
import java.util.Optional;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.multicast.PacketSender;

/// Tells that the interface cannot be sent through, or that the system has lately refused packets: a firewall forbids them,
/// they are too long.
/// It belongs to the stream's thread.
public final class SendErrors {

    public static final Duration LATELY = Duration.ofSeconds(3);

    private final MulticastGroup group;
    private final String networkInterface;
    private final StreamContext context;
    private final PacketSender sender;
    private long seen;
    private long seenAt;

    public SendErrors(MulticastGroup group, String networkInterface, StreamContext context, PacketSender sender) {
        this.group = group;
        this.networkInterface = networkInterface;
        this.context = context;
        this.sender = sender;
    }

    /// Notes when packets were refused last; to be called often.
    public void look() {
        long refused = sender.refused();
        if (refused != seen) {
            seen = refused;
            seenAt = context.time().nanos();
        }
    }

    /// One sentence with the system's reason; empty when packets have been going out for a while, or from a new socket.
    public Optional<CodedMessage> sentence() {
        look();
        return sender.trouble().or(this::refusal);
    }

    private Optional<CodedMessage> refusal() {
        return seen == 0 || context.time().nanos() - seenAt > LATELY.toNanos()
                ? Optional.empty()
                : sender.lastRefusal().map(why -> StreamMessage.PACKETS_REFUSED.with(context.stream(), group, why,
                        networkInterface));
    }
}
