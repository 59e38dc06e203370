package org.kagicast.keyserver;

import io.grpc.BindableService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.kagicast.audit.AuditSink;
import org.kagicast.audit.TableMoment;
import org.kagicast.keyserver.replication.Replicator;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.model.EventSink;
import org.kagicast.model.HostedRole;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.DelegatedFetcher;
import org.kagicast.rpc.keys.FetchReporter;
import org.kagicast.time.Time;

/// A key slave (second embodiment): it stores what the master sends (R15) and answers clients (R17). Without its master
/// it goes on answering from what it has; revoked by it, it gives no key until the master lets it in again. Whoever
/// serves [#service()] stops serving before closing this. Safe for use by several threads.
public final class KeySlave implements HostedRole {

    private final Identity identity;
    private final ReplicaTable table;
    private final FetchCountReporter reporting;
    private final KeyTableRows rows;
    private final KeyAudit audit;
    private final KeyLookup lookup;
    private final MasterFallback asking;
    private final Replicator following;

    /// What a key slave works with.
    ///
    /// @param audit stays with the caller
    /// @param executor runs what falls due
    /// @param randomness spreads how soon many slaves that lost one master ask it again
    public record Surroundings(Time time, EventSink events, AuditSink audit, Executor executor,
            RandomGenerator randomness) {}

    /// @param table belongs to the key slave from now on, and is closed with it
    /// @param master to the key master; stays with the caller, who closes it afterwards
    public KeySlave(Identity identity, ReplicaTable table, Connection master, Surroundings surroundings) {
        this.identity = identity;
        this.table = table;
        Time time = surroundings.time();
        this.reporting = new FetchCountReporter(new FetchReporter(master), time, surroundings.executor(),
                keyId -> table.describe(keyId).filter(key -> key.state() != KeyState.DESTROYED).isPresent());
        this.rows = new KeyTableRows(reporting.counts());
        this.audit = new KeyAudit(identity, surroundings.audit(), time);
        this.lookup = new KeyLookup(table, reporting.counts(),
                new StepEvents(identity.name(), time, surroundings.events()), audit);
        this.following = new Replicator(table, master, time, surroundings.randomness(), surroundings.executor(),
                new Telling(identity.name(), audit, surroundings, reporting::tellAll));
        this.asking = new MasterFallback(identity.name(), new DelegatedFetcher(master), following::silence, time,
                surroundings.executor());
    }

    /// Begins to follow the master; returns at once. Twice is harmless.
    public void start() {
        following.start();
    }

    /// The key service, to be served under [#identity()].
    public BindableService service() {
        return new SlaveEndpoint(lookup, asking, table::isWhole, this::shutOut);
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

    /// Whether a member of the trust domain has been revoked, as far as this slave has heard.
    public boolean isRevoked(Member member) {
        return table.policy().isRevoked(member);
    }

    /// Why no key is given here, in one sentence for whoever asks for one; empty unless the master has revoked this slave.
    private Optional<CodedMessage> shutOut() {
        return following.isRevoked()
                ? Optional.of(KeyServerMessage.SLAVE_REVOKED_TO_CLIENTS.with(name()))
                : Optional.empty();
    }

    @Override
    public CompletableFuture<KeyServerSnapshot> snapshot() {
        return CompletableFuture.completedFuture(showing(rows::of));
    }

    @Override
    public CompletableFuture<KeyServerSnapshot> summary() {
        return CompletableFuture.completedFuture(showing(all -> List.of()));
    }

    private KeyServerSnapshot showing(Function<List<KeyDescription>, List<KeyRow>> shown) {
        List<KeyDescription> all = table.describeAll();
        Optional<CodedMessage> revoked = following.isRevoked()
                ? Optional.of(KeyServerMessage.SLAVE_REVOKED.with(name()))
                : Optional.empty();
        return new KeyServerSnapshot(name(), role(),
                revoked.or(following::problem).or(table::problem).or(audit::problem),
                table.tableId(), table.revision(), 0, lookup.requests(), lookup.refusals(),
                shown.apply(all), Optional.of(following.state()), rows.counts(all), rows.fetchers(all));
    }

    /// What is done when the master is heard from, or is not, and when the copy has turned out to be of another history than
    /// its table's.
    private record Telling(NodeName slave, KeyAudit audit, Surroundings surroundings,
            Runnable found) implements Replicator.Listener {

        @Override
        public void onMaster(Replicator.Told after) {
            found.run();
            switch (after) {
                case NOTHING -> {
                    // So there is nothing to take back.
                }
                case REFUSAL -> tell(NodeEvent.Severity.INFO, "The key master lets this key slave follow it again.");
                case ABSENCE -> tell(NodeEvent.Severity.INFO, "The key master is heard again.");
            }
        }

        @Override
        public void onNotStored(CodedMessage sentence) {
            tell(NodeEvent.Severity.WARNING, sentence);
        }

        @Override
        public void onStoring() {
            tell(NodeEvent.Severity.INFO, "The key table here takes what the key master sends again.");
        }

        @Override
        public void onLost(CodedMessage sentence) {
            tell(NodeEvent.Severity.WARNING, sentence);
        }

        @Override
        public void onRevoked() {
            tell(NodeEvent.Severity.WARNING, KeyServerMessage.SLAVE_REVOKED.with(slave));
        }

        private void tell(NodeEvent.Severity severity, String text) {
            tell(severity, CodedMessage.plain(text));
        }

        private void tell(NodeEvent.Severity severity, CodedMessage message) {
            surroundings.events().emit(new NodeEvent.Notice(surroundings.time().now(), slave, severity, message));
        }

        @Override
        public void onReplaced(Replicator.Former former, String tableId) {
            audit.replaced(new TableMoment(former.tableId(), former.revision()), new TableMoment(tableId, 0));
            tell(NodeEvent.Severity.WARNING, sentence(former));
        }

        private static String sentence(Replicator.Former former) {
            return former.isForeign()
                    ? "The key master's table never was what the copy here was at revision " + former.revision()
                            + ", so one of them was put back to an older state: the copy begins anew. If it was the "
                            + "master's, make again there what was revoked and granted since."
                    : "The key master has another key table than the one of which the copy here was: the copy begins "
                            + "anew.";
        }
    }

    @Override
    public void close() {
        following.close();
        reporting.close();
        audit.close();
        table.close();
    }
}
