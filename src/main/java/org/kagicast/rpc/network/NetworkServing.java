package org.kagicast.rpc.network;

import io.grpc.Server;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.concurrent.TimeUnit;
import org.kagicast.model.ConnectionCounts;
import org.kagicast.model.HostPort;

/// A server on the network that runs until closed. Safe for use by several threads.
public final class NetworkServing implements AutoCloseable {

    private static final long MOST_MILLIS_TO_FINISH = 500;
    private static final long MOST_MILLIS_TO_STOP = 2_000;

    private final Server server;
    private final HostPort address;
    private final HealthStatusManager health;
    private final OpenConnections open;
    private final RefusalCounts refusals;
    private final Runnable afterwards;

    NetworkServing(Server server, HostPort address, HealthStatusManager health, OpenConnections open,
            RefusalCounts refusals, Runnable afterwards) {
        this.server = server;
        this.address = address;
        this.health = health;
        this.open = open;
        this.refusals = refusals;
        this.afterwards = afterwards;
    }

    /// Where it listens; the port is the real one, also if the system chose it.
    public HostPort address() {
        return address;
    }

    /// What connections it has now, and whom it has refused.
    public ConnectionCounts connections() {
        return open.counts(refusals.counts());
    }

    /// Sends callers elsewhere, lets calls finish for half a second, ends those that do not, and waits until it has
    /// stopped, at most 2 seconds more. Twice is harmless.
    @Override
    public void close() {
        if (!server.isShutdown()) {
            health.enterTerminalState();
        }
        server.shutdown();
        try {
            if (!server.awaitTermination(MOST_MILLIS_TO_FINISH, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(MOST_MILLIS_TO_STOP, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException hurried) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        afterwards.run();
    }
}
