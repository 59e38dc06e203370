package org.kagicast.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// SIGTERM and SIGINT ask a command to stop in order; the process waits for it at most 5 seconds.
public final class ShutdownSignal implements AutoCloseable {

    private static final long MOST_SECONDS = 5;

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("kagicast-stop").unstarted(this::stop);

    public ShutdownSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Is completed when the process is asked to end.
    public CompletableFuture<Void> requested() {
        return requested;
    }

    /// The command has stopped.
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process ends already, which is what the hook waits for.
        }
    }

    private void stop() {
        requested.complete(null);
        try {
            if (!done.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("kagicast: Stopping took longer than " + MOST_SECONDS + " s and was cut short.");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
