package org.kagicast.keyserver;

import io.grpc.BindableService;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.model.EventSink;
import org.kagicast.model.HostedRole;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.time.Time;

/// A standalone key server (first embodiment). It is passive: it acts when its service is called, on the caller's
/// thread. Whoever serves [#service()] stops serving before closing this.
///
/// Safe for use by several threads: what is shared is kept by the key table, by counters, and by the monitors of
/// [FetchCounts] and [RekeyOrders].
public final class KeyServer implements HostedRole {

    /// A longer table shows its newest records.
    static final int MOST_ROWS = 10_000;

    private final Identity identity;
    private final KeyTable table;
    private final FetchCounts fetches;
    private final KeyIssuing issuing;
    private final KeyAnswering answering;
    private final RekeyOrders orders;

    /// @param table belongs to the key server from now on, and is closed with it
    /// @param randomness hides who fetched what
    public KeyServer(Identity identity, KeyTable table, SecureRandom randomness, Time time, EventSink events) {
        this.identity = identity;
        this.table = table;
        MessageTeller teller = new MessageTeller(identity.name(), time, events);
        this.fetches = new FetchCounts(randomness);
        this.issuing = new KeyIssuing(table, fetches, teller);
        this.answering = new KeyAnswering(table, fetches, teller);
        this.orders = new RekeyOrders(table);
    }

    /// The key service, to be served under [#identity()].
    public BindableService service() {
        return new KeyServiceEndpoint(issuing, answering, orders, table.limits().streamsPerOwner());
    }

    public Identity identity() {
        return identity;
    }

    @Override
    public NodeName name() {
        return identity.name();
    }

    @Override
    public Role role() {
        return identity.role();
    }

    /// Lets a client have the keys of a stream, at once.
    ///
    /// @throws org.kagicast.model.OperatorException if the policy is full
    public void grant(NodeName client, StreamName stream) {
        table.policy().grant(new Grant(client, stream));
    }

    /// Takes a grant back, at once. Keys that the client holds stay with it until the stream's key changes.
    public void ungrant(NodeName client, StreamName stream) {
        table.policy().ungrant(new Grant(client, stream));
    }

    /// Orders the content server that owns a stream to rekey at once.
    ///
    /// @param reason one sentence for people
    /// @return whether that content server waits for orders, so that this one is on its way
    public boolean orderRekey(StreamName stream, String reason) {
        return orders.order(stream, reason);
    }

    @Override
    public CompletableFuture<KeyServerSnapshot> snapshot() {
        long revision = table.revision();
        List<KeyDescription> all = table.describeAll();
        List<KeyRow> rows = all.stream().skip(Math.max(0, all.size() - MOST_ROWS)).map(this::row).toList();
        return CompletableFuture.completedFuture(new KeyServerSnapshot(name(), role(), problem(all.size()),
                table.tableId(), revision, issuing.creations(), answering.requests(), answering.refusals(), rows));
    }

    private Optional<String> problem(int records) {
        int limit = table.limits().records();
        return records < limit
                ? Optional.empty()
                : Optional.of("The key table is full with " + limit + " keys, so no stream can change its key: raise "
                        + "its limit.");
    }

    private KeyRow row(KeyDescription key) {
        return new KeyRow(key.keyId(), key.stream(), key.owner(), key.suite(), key.state(), key.created(),
                key.activated(), key.deactivated(), key.fingerprint(), fetches.of(key.keyId()));
    }

    @Override
    public void close() {
        orders.close();
        table.close();
    }
}
