package org.kagicast.bench;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.kagicast.model.HostPort;
import org.kagicast.model.Role;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.PeerTrust;
import org.kagicast.pki.TrustAudit;
import org.kagicast.rpc.network.ServerLoops;
import org.kagicast.rpc.network.TlsContexts;
import org.kagicast.time.Time;

/// Askers that ask one server at the same time, as one client, over connections as a client's. They keep their
/// connections and tickets from one measurement to the next. Used by one thread.
final class Load implements AutoCloseable {

    private static final long MOST_SECONDS_TO_END = 10;

    private final HostPort server;
    private final ServerLoops loops;
    private final Time time;
    private final CountingTrust trust;
    private final SslContext tls;
    private final List<Asker> askers;

    /// What came of a measurement.
    ///
    /// @param latencies of right answers, in microseconds
    /// @param connections that were made
    /// @param full handshakes in which the server's certificate was checked
    record Result(Histogram latencies, double seconds, long connections, long full, long refused, long faults,
            long wrong) {

        long right() {
            return latencies.getTotalCount();
        }

        double perSecond() {
            return right() / seconds;
        }

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1000.0;
        }

        long resumed() {
            return Math.max(0, connections - full);
        }
    }

    Load(HostPort server, NodeIdentity client, ConnectionMode mode, int connections, List<Question> questions,
            ServerLoops loops, Time time) {
        this.server = server;
        this.loops = loops;
        this.time = time;
        this.trust = new CountingTrust(
                PeerTrust.inServers(client, Set.of(Role.KEY_SERVER), time, TrustAudit.NONE));
        this.tls = TlsContexts.client(client.keyManager(), trust);
        if (mode == ConnectionMode.FULL_HANDSHAKE && tls.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setSessionCacheEnabled(false);
        }
        this.askers = IntStream.range(0, connections)
                .mapToObj(number -> new Asker(mode, this::connect, questions, number % questions.size(),
                        loops.serving(), time))
                .toList();
    }

    private ManagedChannel connect() {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(server.host(), server.port())).sslContext(tls)
                .eventLoopGroup(loops.serving()).channelFactory(loops.connections()).directExecutor().disableRetry()
                .build();
    }

    /// Has all ask for a time, or until stopped.
    Result ask(Duration howLong, BooleanSupplier stopped) throws InterruptedException {
        int fullBefore = trust.checks();
        long start = time.nanos();
        BooleanSupplier ended = () -> time.nanos() - start >= howLong.toNanos() || stopped.getAsBoolean();
        List<CompletableFuture<AskerTally>> all = askers.stream().map(asker -> asker.ask(ended)).toList();
        AskerTally sum = new AskerTally();
        for (CompletableFuture<AskerTally> each : all) {
            sum.add(await(each, howLong.toSeconds() + MOST_SECONDS_TO_END));
        }
        double seconds = (time.nanos() - start) / 1e9;
        return sum.over(seconds, trust.checks() - fullBefore);
    }

    /// A server that says nothing any more is given up; that counts as a fault.
    private AskerTally await(CompletableFuture<AskerTally> tally, long mostSeconds) throws InterruptedException {
        try {
            return tally.get(mostSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException silent) {
            close();
            return tally.join();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an asker failed", impossible);
        }
    }

    @Override
    public void close() {
        askers.forEach(Asker::close);
    }
}
