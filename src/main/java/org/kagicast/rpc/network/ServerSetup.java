package org.kagicast.rpc.network;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kagicast.model.HostPort;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.rpc.ServiceInterceptors;
import org.kagicast.rpc.SizeLimit;
import org.kagicast.time.Time;

/// Puts a server together: TLS, limits, and the guards before every service.
final class ServerSetup {

    private static final long SHORTEST_KEEPALIVE_SECONDS = 5;
    private static final long KEEPALIVE_SECONDS = 30;
    private static final long KEEPALIVE_ANSWER_SECONDS = 10;

    private final Identity self;
    private final CertificateStatus standing;
    private final StandingInterceptor calls;
    private final RefusalCounts refusals;
    private final RefusalAudit audit;
    private final NetworkLimits limits;
    private final Consumer<PeerCertificate> connected;
    private final Time time;
    private final Executor executor;

    /// @param refusals hears of calls that are refused, and has heard of handshakes
    ServerSetup(Identity self, CertificateStatus standing, RefusalCounts refusals, NetworkLimits limits,
            Consumer<PeerCertificate> connected, Time time, Executor executor) {
        this.self = self;
        this.standing = standing;
        this.calls = new StandingInterceptor(standing, time, executor);
        this.refusals = refusals;
        this.audit = new RefusalAudit(refusals, time);
        this.limits = limits;
        this.connected = connected;
        this.time = time;
        this.executor = executor;
    }

    /// @param afterwards runs when the server has been closed, or could not start
    NetworkServing start(HostPort listen, List<? extends BindableService> services, SslContext tls,
            Runnable afterwards) {
        HealthStatusManager health = new HealthStatusManager();
        ServerLoops loops = new ServerLoops();
        OpenConnections open = new OpenConnections(limits, time);
        NettyServerBuilder builder = limited(NettyServerBuilder.forAddress(address(listen)).sslContext(tls), loops,
                open)
                .executor(Runnable::run).callExecutor(new CallThreads(services, executor))
                .addTransportFilter(new PeerSessions(open, standing, connected))
                .addService(guarded(health.getHealthService()))
                .addService(guarded(ProtoReflectionServiceV1.newInstance()));
        services.forEach(service -> builder.addService(guarded(service)));
        Runnable end = () -> {
            calls.close();
            loops.close();
            afterwards.run();
        };
        try {
            Server server = builder.build().start();
            return new NetworkServing(server, new HostPort(listen.host(), server.getPort()), health, open, refusals,
                    end);
        } catch (IOException taken) {
            end.run();
            throw new OperatorException("Nothing can listen on " + listen + ": choose another port, or end the program "
                    + "that has it; the address must be one of this machine.", taken);
        }
    }

    private NettyServerBuilder limited(NettyServerBuilder builder, ServerLoops loops, OpenConnections open) {
        return builder.bossEventLoopGroup(loops.accepting()).workerEventLoopGroup(loops.serving())
                .channelFactory(new ConnectionLimit(open).before(loops.channels()))
                .maxConcurrentCallsPerConnection(limits.callsPerConnection())
                .handshakeTimeout(limits.handshake().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAge(limits.age().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(SHORTEST_KEEPALIVE_SECONDS, TimeUnit.SECONDS).permitKeepAliveWithoutCalls(true)
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_ANSWER_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(SizeLimit.LARGEST_REQUEST);
    }

    /// The last one stands outermost.
    private ServerServiceDefinition guarded(BindableService service) {
        return ServerInterceptors.intercept(
                ServiceInterceptors.before(service, self, new CertificateIdentities(standing)),
                calls, audit);
    }

    private static InetSocketAddress address(HostPort listen) {
        InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
        if (address.isUnresolved()) {
            throw new OperatorException("There is no host " + listen.host()
                    + " to listen on: write a name or number of this machine, or 0.0.0.0 for all of them.");
        }
        return address;
    }
}
