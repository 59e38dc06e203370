package org.kagicast.contentserver.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagicast.wire.InnerType;

/// Content in datagrams at an even rate.
final class RatedFeed implements Feed {

    private final Pieces pieces;
    private final Rate bitRate;
    private Pieces.@Nullable Piece next;

    RatedFeed(Content content, Rate bitRate) {
        this.pieces = new Pieces(content);
        this.bitRate = bitRate;
    }

    @Override
    public long due(SourceOutlet outlet) throws IOException {
        if (next == null) {
            next = pieces.next().orElse(null);
        }
        return next == null ? END : bitRate.nanosFor(Byte.SIZE * next.position());
    }

    @Override
    public void addTo(DatagramBatch batch) {
        if (next == null) {
            throw new IllegalStateException("nothing is due");
        }
        batch.add(InnerType.DATA, next.bytes());
        next = null;
    }

    @Override
    public boolean isAtHand() throws IOException {
        return next != null || pieces.isAtHand();
    }

    @Override
    public void close() {
        pieces.close();
    }
}
