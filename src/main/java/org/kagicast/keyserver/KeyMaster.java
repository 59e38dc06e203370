package org.kagicast.keyserver;

import io.grpc.BindableService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.kagicast.audit.AuditSink;
import org.kagicast.audit.TableMoment;
import org.kagicast.keyserver.replication.ChangeFeeds;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.Retention;
import org.kagicast.model.Caution;
import org.kagicast.model.EventSink;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.time.Time;

/// A key master (second embodiment): a key server that sends each change of its table to every slave (R14), and judges
/// the clients on whose behalf slaves ask. Safe for use by several threads.
public final class KeyMaster implements KeyAuthority {

    private final KeyServer keyServer;
    private final ChangeFeeds feeds;

    /// @param table belongs to the key master from now on, and is closed with it
    /// @param audit stays with the caller
    /// @param executor sends to slaves, so that nobody waits for them
    public KeyMaster(Identity identity, KeyTable table, Time time, EventSink events,
            AuditSink audit, Executor executor) {
        this.feeds = new ChangeFeeds(table, time, executor, this::foreign);
        this.keyServer = new KeyServer(identity, table, time, events, audit, feeds::changed, feeds);
    }

    private void foreign(NodeName slave) {
        keyServer.foreign(slave);
    }

    @Override
    public void begin(Optional<TableMoment> known) {
        keyServer.begin(known);
    }

    @Override
    public Identity identity() {
        return keyServer.identity();
    }

    /// The key service and the replication service.
    @Override
    public List<BindableService> services() {
        return List.of(keyServer.service(), new ReplicationEndpoint(keyServer.lookup(), keyServer.creation(), feeds));
    }

    @Override
    public NodeName name() {
        return keyServer.name();
    }

    @Override
    public Role role() {
        return keyServer.role();
    }

    @Override
    public void grant(Identity by, NodeName client, KeyLine line) {
        keyServer.grant(by, client, line);
    }

    @Override
    public void ungrant(Identity by, NodeName client, KeyLine line) {
        keyServer.ungrant(by, client, line);
    }

    @Override
    public void own(Identity by, StreamName stream, NodeName contentServer) {
        keyServer.own(by, stream, contentServer);
    }

    @Override
    public Optional<NodeName> takeOver(Identity by, StreamName stream, NodeName contentServer) {
        return keyServer.takeOver(by, stream, contentServer);
    }

    @Override
    public NodeName release(Identity by, StreamName stream) {
        return keyServer.release(by, stream);
    }

    @Override
    public void disown(Identity by, StreamName stream, NodeName contentServer) {
        keyServer.disown(by, stream, contentServer);
    }

    @Override
    public Revocation revoke(Identity by, Member member, Caution caution) {
        return keyServer.revoke(by, member, caution);
    }

    @Override
    public void reinstate(Identity by, Member member) {
        keyServer.reinstate(by, member);
    }

    @Override
    public void storeUnstored() {
        keyServer.storeUnstored();
    }

    @Override
    public PolicyListing policy() {
        return keyServer.policy();
    }

    @Override
    public void consult(IdentityDirectory directory) {
        keyServer.consult(directory);
    }

    @Override
    public int sweep(Retention retention) {
        return keyServer.sweep(retention);
    }

    @Override
    public boolean isRevoked(Member member) {
        return keyServer.isRevoked(member);
    }

    @Override
    public CompletableFuture<KeyServerSnapshot> snapshot() {
        return keyServer.snapshot();
    }

    @Override
    public CompletableFuture<KeyServerSnapshot> summary() {
        return keyServer.summary();
    }

    @Override
    public void close() {
        feeds.close();
        keyServer.close();
    }
}
