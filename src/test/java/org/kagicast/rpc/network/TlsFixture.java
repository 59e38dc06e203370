package org.kagicast.rpc.network;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.X509ExtendedTrustManager;
import org.kagicast.model.HostPort;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.Lifetimes;
import org.kagicast.pki.PeerTrust;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.Revocations;
import org.kagicast.pki.TrustEvent;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.time.ManualTime;

/// A trust domain, its nodes, and servers on the loopback interface.
final class TlsFixture implements AutoCloseable {

    static final Set<Role> KEY_ROLES = EnumSet.of(Role.KEY_SERVER, Role.KEY_MASTER, Role.KEY_SLAVE);
    static final Lifetimes LIFETIMES = new Lifetimes(Duration.ofHours(24), Duration.ofDays(90));

    final ManualTime time = new ManualTime();
    final SecureRandom randomness = new SecureRandom();
    final Set<Identity> revoked = ConcurrentHashMap.newKeySet();
    final Revocations revocations = revoked::contains;
    final Collection<TrustEvent> audit = new ConcurrentLinkedQueue<>();
    final TrustDomain domain;

    private final Path folder;
    private final Path domainFolder;
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private int folders;

    TlsFixture(Path folder) {
        this.folder = folder;
        this.domainFolder = fresh();
        this.domain = domain(domainFolder, "lab");
    }

    TrustDomain domain(String name) {
        return domain(fresh(), name);
    }

    private TrustDomain domain(Path place, String name) {
        TrustDomain.init(place, name, Optional.empty(), time, randomness);
        return TrustDomain.open(place, Optional::empty, LIFETIMES, time, randomness);
    }

    Path fresh() {
        return folder.resolve("f" + folders++);
    }

    /// Of a server that outlives everybody else.
    RenewableIdentity server(Role role, String name) {
        Path place = fresh();
        TrustDomain.open(domainFolder, Optional::empty, new Lifetimes(Duration.ofDays(30), Duration.ofDays(90)), time,
                randomness).enrolHere(new Enrollee(role, new NodeName(name), List.of("127.0.0.1"), Set.of()), place);
        return RenewableIdentity.load(place, time, randomness);
    }

    RenewableIdentity identity(Role role, String name, String... addresses) {
        return identity(domain, role, name, addresses);
    }

    RenewableIdentity identity(TrustDomain of, Role role, String name, String... addresses) {
        Path place = fresh();
        of.enrolHere(new Enrollee(role, new NodeName(name), List.of(addresses), Set.of()), place);
        return RenewableIdentity.load(place, time, randomness);
    }

    TlsNetwork network(RenewableIdentity self) {
        return new TlsNetwork(self, time, revocations, audit::add);
    }

    NetworkServing serve(RenewableIdentity self, BindableService... services) {
        return closing(network(self).serve(new HostPort("127.0.0.1", 0), List.of(services)));
    }

    /// A channel with TLS of the test's own making.
    ManagedChannel channel(SslContext tls, NetworkServing server) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.address().port()).sslContext(tls)
                .build();
        closing(channel::shutdownNow);
        return channel;
    }

    X509ExtendedTrustManager trustOf(RenewableIdentity caller) {
        return PeerTrust.inServers(caller.current(), KEY_ROLES, time, audit::add);
    }

    Connection connect(RenewableIdentity caller, NetworkServing... servers) {
        return connect(caller, KEY_ROLES, servers);
    }

    Connection connect(RenewableIdentity caller, Set<Role> expected, NetworkServing... servers) {
        return closing(network(caller).connect(
                List.of(servers).stream().map(NetworkServing::address).toList(), expected));
    }

    /// What becomes of asking for some key.
    static FetchOutcome fetch(Connection connection) throws Exception {
        return new GrpcKeyFetcher(connection).fetch(new KeyId(7), FetchReason.ON_DEMAND).outcome().get(10,
                TimeUnit.SECONDS);
    }

    <C extends AutoCloseable> C closing(C closeable) {
        toClose.add(closeable);
        return closeable;
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come true in 10 seconds");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : toClose.reversed()) {
            each.close();
        }
    }
}
