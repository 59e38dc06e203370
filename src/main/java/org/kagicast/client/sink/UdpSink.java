package org.kagicast.client.sink;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.multicast.DatagramSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends each payload as a datagram of its own. A datagram that the system does not take is dropped and counted; what
/// becomes of it further on nobody can tell, as it is with UDP.
public final class UdpSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(UdpSink.class);

    private final String to;
    private final DatagramSender sender;
    private long dropped;

    /// @param to where it sends, for people
    /// @param sender on the client's loop; closed with this sink
    public UdpSink(String to, DatagramSender sender) {
        this.to = to;
        this.sender = sender;
    }

    @Override
    public void data(ByteBuffer payload) {
        if (!payload.hasRemaining()) {
            return;
        }
        if (sender.isWritable()) {
            sender.send(payload.duplicate());
        } else if (dropped++ == 0) {
            LOG.warn("{} Further ones are only counted.", loss().map(CodedMessage::text).orElse(""));
        }
    }

    @Override
    public Optional<CodedMessage> loss() {
        Optional<CodedMessage> trouble = sender.trouble();
        if (trouble.isPresent()) {
            return trouble;
        }
        long refused = sender.refused();
        if (dropped + refused == 0) {
            return Optional.empty();
        }
        return Optional.of(refused == 0
                ? ClientMessage.DATAGRAMS_TOO_FAST.with(dropped, to)
                : ClientMessage.DATAGRAMS_REFUSED.with(dropped + refused, to, refused, sender.lastRefusal()));
    }

    @Override
    public void batchEnd() {
        sender.flush();
    }

    @Override
    public void close() {
        sender.close();
    }
}
