package org.kagicast.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.kagicast.model.DiskState;
import org.kagicast.model.HostPort;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;

/// Serves a node's metrics over HTTP at `/metrics`, in the text formats of Prometheus and OpenMetrics, until closed. There
/// is neither TLS nor a check of the caller, so it belongs on the loopback interface or a network that may read along.
/// Safe for use by several threads.
public final class MetricsPort implements AutoCloseable {

    private static final int MOST_AT_ONCE = 4;
    private static final long PATIENCE_SECONDS = 5;

    private final HTTPServer server;
    private final ExecutorService answering;
    private final HostPort address;

    private MetricsPort(HTTPServer server, ExecutorService answering, HostPort address) {
        this.server = server;
        this.answering = answering;
        this.address = address;
    }

    /// @param listen port 0 lets the system choose
    /// @param snapshots asked once for each scrape
    /// @param disk the same; empty for a node that keeps nothing on one
    /// @throws OperatorException if the address cannot be listened on
    public static MetricsPort open(HostPort listen, Supplier<CompletableFuture<NodeSnapshot>> snapshots,
            Supplier<Optional<DiskState>> disk) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(() -> NodeMetrics.of(now(snapshots), disk.get()));
        ExecutorService answering = Executors.newFixedThreadPool(MOST_AT_ONCE,
                Thread.ofVirtual().name("kagicast-metrics-", 0).factory());
        try {
            HTTPServer server = HTTPServer.builder().inetAddress(new InetSocketAddress(listen.host(), 0).getAddress())
                    .port(listen.port()).executorService(answering).registry(registry).buildAndStart();
            return new MetricsPort(server, answering, new HostPort(listen.host(), server.getPort()));
        } catch (IOException e) {
            answering.close();
            throw new OperatorException("Metrics cannot be served at " + listen
                    + ": choose with --metrics an address of this machine and a port that is free.", e);
        }
    }

    /// Where it listens, with the real port.
    public HostPort address() {
        return address;
    }

    /// What whoever serves metrics there should know, in one sentence.
    public static Optional<String> warning(HostPort address) {
        InetAddress resolved = new InetSocketAddress(address.host(), address.port()).getAddress();
        return resolved != null && resolved.isLoopbackAddress()
                ? Optional.empty()
                : Optional.of("Whoever reaches " + address + " reads these metrics, which name clients and streams: "
                        + "give --metrics a port alone to serve them on this machine only.");
    }

    private static NodeSnapshot now(Supplier<CompletableFuture<NodeSnapshot>> snapshots) {
        try {
            return snapshots.get().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException late) {
            throw new IllegalStateException("the node did not tell its state in time", late);
        }
    }

    /// Twice is harmless.
    @Override
    public void close() {
        server.close();
        answering.close();
    }
}
