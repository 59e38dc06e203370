package org.kagicast.rpc.network;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kagicast.model.HostPort;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.PeerTrust;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.Revocations;
import org.kagicast.pki.TrustAudit;
import org.kagicast.rpc.Connection;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// gRPC between machines over mutual TLS 1.3, as one identity. Both ends check each other in the handshake and on every
/// call. Safe for use by several threads.
public final class TlsNetwork {

    private static final Logger LOG = LoggerFactory.getLogger(TlsNetwork.class);

    /// In bytes. Snapshots of full tables are the longest answers.
    private static final int LARGEST_RESPONSE = 16 * 1024 * 1024;
    private static final int MILLIS_TO_CONNECT = 1_000;
    private static final Duration KEEPALIVE = Duration.ofSeconds(10);
    private static final Duration KEEPALIVE_ANSWER = Duration.ofSeconds(3);

    private final RenewableIdentity self;
    private final Time time;
    private final Revocations revocations;
    private final CertificateStatus standing;
    private final TrustAudit audit;
    private final Consumer<PeerCertificate> connected;
    private final Executor executor = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("kagicast-rpc-", 0).factory());

    /// @param revocations is asked on every call, in and out
    /// @param audit       hears of connections and calls that were refused
    public TlsNetwork(RenewableIdentity self, Time time, Revocations revocations, TrustAudit audit) {
        this(self, time, revocations, audit, certificate -> {
        });
    }

    /// @param connected hears of each connection that was accepted and whose certificate it showed, on a thread that must
    ///                  not wait
    public TlsNetwork(RenewableIdentity self, Time time, Revocations revocations, TrustAudit audit,
            Consumer<PeerCertificate> connected) {
        this.self = self;
        this.time = time;
        this.revocations = revocations;
        this.standing = new CertificateStatus(revocations, time);
        this.audit = audit;
        this.connected = connected;
    }

    /// Serves, besides `services`, gRPC's own health and reflection services.
    ///
    /// @param listen port 0 lets the system choose
    /// @throws OperatorException if the address cannot be listened on
    public NetworkServing serve(HostPort listen, List<? extends BindableService> services) {
        return serve(listen, services, NetworkLimits.DEFAULT);
    }

    public NetworkServing serve(HostPort listen, List<? extends BindableService> services, NetworkLimits limits) {
        RefusalCounts refusals = new RefusalCounts(audit);
        RenewableContext tls = new RenewableContext(() -> TlsContexts.server(self.current().keyManager(),
                PeerTrust.inCallers(self.current(), time, refusals)));
        warnIfUncovered(listen);
        Runnable endOfRenewals = self.onRenewed(tls::renew);
        return new ServerSetup(self.identity(), standing, refusals, limits, connected, time, executor)
                .start(listen, services, tls, endOfRenewals);
    }

    /// Opens a way to one of several servers, none of which need run yet: the first that answers, until it fails.
    ///
    /// @param servers  at least one
    /// @param expected the roles of which the server must be
    public Connection connect(List<HostPort> servers, Set<Role> expected) {
        if (servers.isEmpty()) {
            throw new OperatorException("There is no address to connect to: give at least one as HOST:PORT.");
        }
        ServerAddresses addresses = new ServerAddresses(servers);
        RenewableContext tls = new RenewableContext(() -> TlsContexts.client(self.current().keyManager(),
                PeerTrust.inServers(self.current(), expected, revocations, time, audit)));
        NetworkLeaving leaving = new NetworkLeaving(addresses);
        ServerStanding standings = new ServerStanding(standing, leaving::reconnect, leaving::shun, time, executor);
        ManagedChannel channel = NettyChannelBuilder.forTarget(ServerAddressesProvider.SCHEME + ":///servers")
                .setNameResolverArg(ServerAddresses.KEY, addresses)
                .sslContext(tls).executor(executor).offloadExecutor(executor)
                .intercept(standings)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, MILLIS_TO_CONNECT)
                .keepAliveTime(KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(KEEPALIVE_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .maxInboundMessageSize(LARGEST_RESPONSE).disableRetry().build();
        leaving.of(channel, self, tls, standings::close);
        return new Connection(channel, peer(servers, expected), usualName(servers.getFirst()), leaving);
    }

    /// Callers that dial an address refuse a certificate that does not name it.
    private void warnIfUncovered(HostPort listen) {
        NodeIdentity own = self.current();
        InetAddress address = new InetSocketAddress(listen.host(), listen.port()).getAddress();
        boolean isAny = address != null && address.isAnyLocalAddress();
        if (!isAny && !own.covers(listen.host())) {
            LOG.warn("Nobody can connect to {} because the certificate of {} does not name that address: enrol it"
                    + " again with --address {}", listen, own.identity(), listen.host());
        }
    }

    private static String peer(List<HostPort> servers, Set<Role> expected) {
        String kind = expected.size() == 1
                ? expected.iterator().next().text()
                : expected.stream().allMatch(TlsNetwork::givesKeys) ? "key server" : "node";
        return kind + " at " + servers.stream().map(HostPort::toString).collect(Collectors.joining(" or "));
    }

    private static boolean givesKeys(Role role) {
        return switch (role) {
            case KEY_SERVER, KEY_MASTER, KEY_SLAVE -> true;
            case CONTENT_SERVER, CLIENT, OPERATOR -> false;
        };
    }

    /// Answers carry their server's name; this stands in where one does not.
    private static NodeName usualName(HostPort server) {
        try {
            return new NodeName(server.host());
        } catch (OperatorException noName) {
            return new NodeName("unnamed");
        }
    }
}
