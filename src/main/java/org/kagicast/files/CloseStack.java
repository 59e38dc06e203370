package org.kagicast.files;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a program, or a part of it, has opened, closed in reverse order. One thread opens; closing twice is harmless.
public final class CloseStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CloseStack.class);

    private final List<AutoCloseable> open = new ArrayList<>();

    /// Starts something; if that fails, what it had opened by then is closed.
    public static <T> T opening(Function<CloseStack, T> start) {
        CloseStack parts = new CloseStack();
        try {
            return start.apply(parts);
        } catch (RuntimeException fault) {
            parts.close();
            throw fault;
        }
    }

    public <T extends AutoCloseable> T add(T part) {
        open.add(part);
        return part;
    }

    /// Whoever takes what was opened closes it from now on.
    public synchronized void release() {
        open.clear();
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
