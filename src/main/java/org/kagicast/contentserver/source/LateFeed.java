package org.kagicast.contentserver.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A feed that is made when it is first asked, because making it waits for input.
final class LateFeed implements Feed {

    /// Makes the real feed.
    @FunctionalInterface
    interface Maker {
        Feed make() throws IOException;
    }

    private final Maker maker;
    private @Nullable Feed made;

    LateFeed(Maker maker) {
        this.maker = maker;
    }

    @Override
    public long due(SourceOutlet outlet) throws IOException {
        return feed().due(outlet);
    }

    @Override
    public void addTo(DatagramBatch batch) throws IOException {
        feed().addTo(batch);
    }

    @Override
    public boolean isAtHand() throws IOException {
        return made != null && made.isAtHand();
    }

    @Override
    public void close() {
        if (made != null) {
            made.close();
        }
    }

    private Feed feed() throws IOException {
        if (made == null) {
            made = maker.make();
        }
        return made;
    }
}
