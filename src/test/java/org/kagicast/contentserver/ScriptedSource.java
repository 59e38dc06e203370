package org.kagicast.contentserver;

import java.nio.ByteBuffer;
import org.kagicast.contentserver.source.DatagramBatch;
import org.kagicast.contentserver.source.Source;
import org.kagicast.contentserver.source.SourceOutlet;
import org.kagicast.wire.InnerType;

/// A source that gives what the test tells it to, on the test's thread.
final class ScriptedSource implements Source {

    private SourceOutlet outlet;
    private boolean stopped;
    private int given;

    @Override
    public void start(SourceOutlet to) {
        outlet = to;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    boolean isStarted() {
        return outlet != null;
    }

    boolean isStopped() {
        return stopped;
    }

    SourceOutlet outlet() {
        return outlet;
    }

    /// Gives so many datagrams, numbered on, in one batch; at most 64.
    void give(int datagrams) {
        DatagramBatch batch = outlet.takeIfFree().orElseThrow();
        for (int i = 0; i < datagrams; i++) {
            batch.add(InnerType.DATA, ByteBuffer.allocate(Integer.BYTES).putInt(given++).flip());
        }
        outlet.hand(batch);
    }
}
