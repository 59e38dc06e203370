package org.kagicast.rpc;

import io.grpc.Server;
import java.util.concurrent.TimeUnit;

/// A server that runs until closed.
public final class Serving implements AutoCloseable {

    private static final long MOST_SECONDS_TO_STOP = 2;

    private final Server server;

    Serving(Server server) {
        this.server = server;
    }

    /// Ends every call, so that callers see the server as unavailable, and waits until it has stopped, at most 2
    /// seconds. Twice is harmless.
    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(MOST_SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
