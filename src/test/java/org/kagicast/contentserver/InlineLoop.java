package org.kagicast.contentserver;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/// A stream's thread for tests: whoever hands work in does it, one after the other, before the call returns.
final class InlineLoop implements Executor {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    @Override
    public void execute(Runnable work) {
        waiting.add(work);
        if (running) {
            return;
        }
        running = true;
        try {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        } finally {
            running = false;
        }
    }
}
