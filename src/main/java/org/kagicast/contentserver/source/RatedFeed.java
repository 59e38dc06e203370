package org.kagicast.contentserver.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.kagicast.wire.InnerType;

/// Content in datagrams at an even rate.
final class RatedFeed implements Feed {

    private final Content content;
    private final Rate bitRate;
    private @Nullable ByteBuffer next;
    private long bytes;

    RatedFeed(Content content, Rate bitRate) {
        this.content = content;
        this.bitRate = bitRate;
    }

    @Override
    public long due(SourceOutlet outlet) throws IOException {
        if (next == null) {
            next = content.next().orElse(null);
        }
        return next == null ? END : bitRate.nanosFor(Byte.SIZE * bytes);
    }

    @Override
    public void addTo(DatagramBatch batch) {
        if (next == null) {
            throw new IllegalStateException("nothing is due");
        }
        bytes += next.remaining();
        batch.add(InnerType.DATA, next);
        next = null;
    }

    @Override
    public boolean isAtHand() throws IOException {
        return next != null || content.isAtHand();
    }

    @Override
    public void close() {
        content.close();
    }
}
