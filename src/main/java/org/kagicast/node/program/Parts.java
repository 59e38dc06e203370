package org.kagicast.node.program;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a program has opened, closed in reverse order. One thread opens; closing twice is harmless.
final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final List<AutoCloseable> open = new ArrayList<>();

    <T extends AutoCloseable> T add(T part) {
        open.add(part);
        return part;
    }

    /// One part that does not close in order does not keep the others from it.
    @Override
    public synchronized void close() {
        for (AutoCloseable part : open.reversed()) {
            try {
                part.close();
            } catch (Exception fault) {
                LOG.error("A part did not close in order", fault);
            }
        }
        open.clear();
    }
}
