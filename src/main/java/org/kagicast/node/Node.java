package org.kagicast.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.keyserver.KeyAuthority;
import org.kagicast.keyserver.PolicyListing;
import org.kagicast.keyserver.Revocation;
import org.kagicast.model.Caution;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ConnectionCounts;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.DiskState;
import org.kagicast.model.HostedRole;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.RoleSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.model.message.PolicyMessage;
import org.kagicast.time.Time;

/// One process and the roles that it hosts (R22). Roles are added in the order in which they started, and stop in
/// reverse. Safe for use by several threads.
public final class Node implements AutoCloseable {

    private static final Set<Role> GIVING_KEYS = EnumSet.of(Role.KEY_SERVER, Role.KEY_MASTER, Role.KEY_SLAVE);

    private final NodeName name;
    private final Time time;
    private final EventHub events = new EventHub();
    private final CopyOnWriteArrayList<Hosted> hosted = new CopyOnWriteArrayList<>();
    private final AtomicLong snapshots = new AtomicLong();
    private volatile Supplier<Optional<ConnectionCounts>> connections = Optional::empty;
    private volatile Supplier<Optional<Instant>> certificateEnds = Optional::empty;
    private volatile Supplier<Optional<DiskState>> disk = Optional::empty;
    private final CopyOnWriteArrayList<Supplier<List<CodedMessage>>> problems = new CopyOnWriteArrayList<>();

    /// Something that is closed together with a role.
    @FunctionalInterface
    public interface Closing {
        void close();
    }

    private record Hosted(HostedRole role, Closing before, Closing after) {

        void close() {
            before.close();
            role.close();
            after.close();
        }
    }

    public Node(NodeName name, Time time) {
        this.name = name;
        this.time = time;
    }

    public NodeName name() {
        return name;
    }

    /// Where the roles of this node tell their events.
    public EventHub events() {
        return events;
    }

    /// Shows from now on what connections others have to this node.
    public void reachedBy(Supplier<ConnectionCounts> counts) {
        connections = () -> Optional.of(counts.get());
    }

    /// Shows from now on when this node's certificate ends.
    public void certified(Supplier<Instant> end) {
        certificateEnds = () -> Optional.of(end.get());
    }

    /// Has a disk of its own from now on, for what must outlive it.
    ///
    /// @param state must be told at once
    public void writesOn(Supplier<DiskState> state) {
        disk = () -> Optional.of(state.get());
    }

    /// How its disk is; empty for a node that keeps nothing. In no snapshot, since it changes all the time.
    public Optional<DiskState> disk() {
        return disk.get();
    }

    /// Shows from now on what is wrong with this node, each thing in one sentence. May be called several times.
    ///
    /// @param sentences is asked for each snapshot, so it must answer at once
    public void tells(Supplier<List<CodedMessage>> sentences) {
        problems.add(sentences);
    }

    /// Hosts a role that stands alone.
    public void add(HostedRole role) {
        add(role, () -> {
        }, () -> {
        });
    }

    /// Hosts a role together with what stops when it does.
    ///
    /// @param before closed right before the role, such as the server that its service is reached by
    /// @param after closed right after it, such as its connection to a key server
    public void add(HostedRole role, Closing before, Closing after) {
        hosted.add(new Hosted(role, before, after));
    }

    public List<HostedRole> roles() {
        return hosted.stream().map(Hosted::role).toList();
    }

    /// The hosted role of that name and kind; empty if there is none.
    public <T extends HostedRole> Optional<T> role(NodeName wanted, Class<T> kind) {
        return roles().stream().filter(role -> role.name().equals(wanted)).filter(kind::isInstance).map(kind::cast)
                .findFirst();
    }

    /// Stops a role and takes it out.
    public void remove(HostedRole role) {
        for (Hosted one : hosted) {
            if (one.role.equals(role) && hosted.remove(one)) {
                one.close();
            }
        }
    }

    /// What every role shows now. A role that fails to answer is left out.
    public CompletableFuture<NodeSnapshot> snapshot() {
        return parts(roles(), HostedRole::snapshot).thenApply(this::assemble);
    }

    /// The same without the rows of key servers' key tables ([HostedRole#summary]).
    public CompletableFuture<NodeSnapshot> summary() {
        return parts(roles(), HostedRole::summary).thenApply(this::assemble);
    }

    /// The key servers, masters and slaves, with the rows of their key tables.
    CompletableFuture<List<KeyServerSnapshot>> keyServers() {
        List<HostedRole> servers = roles().stream().filter(role -> GIVING_KEYS.contains(role.role())).toList();
        return parts(servers, HostedRole::snapshot).thenApply(parts -> parts.stream()
                .filter(KeyServerSnapshot.class::isInstance).map(KeyServerSnapshot.class::cast).toList());
    }

    /// Those that fail to answer are left out.
    private static CompletableFuture<List<RoleSnapshot>> parts(List<HostedRole> roles,
            Function<HostedRole, CompletableFuture<? extends RoleSnapshot>> question) {
        List<CompletableFuture<Optional<RoleSnapshot>>> parts = new ArrayList<>();
        for (HostedRole role : roles) {
            parts.add(question.apply(role).<Optional<RoleSnapshot>>thenApply(Optional::of)
                    .exceptionally(fault -> Optional.empty()));
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done -> parts.stream().flatMap(part -> part.join().stream()).toList());
    }

    /// Changes the key of a stream of one of this node's content servers (R25), or of one label of it. The future fails with
    /// an [OperatorException].
    public CompletableFuture<List<KeyName>> rekey(KeyLine line, RekeyCommand command) {
        for (HostedRole role : roles()) {
            if (role instanceof ContentServer server && server.streams().contains(line.stream())) {
                return server.rekey(line, command);
            }
        }
        List<String> streams = roles().stream().filter(ContentServer.class::isInstance).map(ContentServer.class::cast)
                .flatMap(server -> server.streams().stream()).map(StreamName::toString).toList();
        return CompletableFuture.failedFuture(new OperatorException(streams.isEmpty()
                ? NodeMessage.SENDS_NO_STREAM.with(name, line.stream())
                : NodeMessage.NO_SUCH_STREAM.with(name, line.stream(), String.join(", ", streams))));
    }

    /// Lets a client have the keys of a stream, or takes that back, at once.
    ///
    /// @param by who orders it, for the audit log
    /// @param line without a label: the keys of every label
    /// @throws OperatorException if this node gives no keys, or cannot do that (see [KeyAuthority])
    public void setGrant(Identity by, NodeName client, KeyLine line, boolean granted) {
        if (granted) {
            authority().grant(by, client, line);
        } else {
            authority().ungrant(by, client, line);
        }
    }

    /// Lets a content server own a stream that nobody owns, or takes the stream from it.
    ///
    /// @param by who orders it, for the audit log
    /// @throws OperatorException if this node gives no keys, or cannot do that (see [KeyAuthority])
    public void setOwner(Identity by, NodeName contentServer, StreamName stream, boolean owns) {
        if (owns) {
            authority().own(by, stream, contentServer);
        } else {
            authority().disown(by, stream, contentServer);
        }
    }

    /// Gives a stream to a content server, whoever owns it.
    ///
    /// @param by who orders it, for the audit log
    /// @return who owned it
    /// @throws OperatorException if this node gives no keys, or cannot do that (see [KeyAuthority])
    public Optional<NodeName> takeOver(Identity by, StreamName stream, NodeName contentServer) {
        return authority().takeOver(by, stream, contentServer);
    }

    /// Lets nobody own a stream.
    ///
    /// @param by who orders it, for the audit log
    /// @return who owned it
    /// @throws OperatorException if this node gives no keys, or nobody owns the stream
    public NodeName release(Identity by, StreamName stream) {
        return authority().release(by, stream);
    }

    /// Revokes a member of the trust domain: it is shut out, and streams whose keys it may hold change to keys made
    /// afterwards.
    ///
    /// @param by who orders it, for the audit log
    /// @throws OperatorException if this node gives no keys, or cannot do that (see [KeyAuthority])
    public Revocation revoke(Identity by, Member member, Caution caution) {
        return authority().revoke(by, member, caution);
    }

    /// Takes a revocation back.
    ///
    /// @param by who orders it, for the audit log
    /// @throws OperatorException if this node gives no keys, or the member is not revoked
    public void reinstate(Identity by, Member member) {
        authority().reinstate(by, member);
    }

    /// Who may do what now.
    ///
    /// @throws OperatorException if this node gives no keys
    public PolicyListing policy() {
        return authority().policy();
    }

    private KeyAuthority authority() {
        return roles().stream().filter(KeyAuthority.class::isInstance).map(KeyAuthority.class::cast).findFirst()
                .orElseThrow(() -> new OperatorException(PolicyMessage.NO_POLICY.with(name)));
    }

    @Override
    public void close() {
        roles().reversed().forEach(this::remove);
    }

    private NodeSnapshot assemble(List<RoleSnapshot> parts) {
        List<KeyServerSnapshot> keyServers = new ArrayList<>();
        List<ContentServerSnapshot> contentServers = new ArrayList<>();
        List<ClientSnapshot> clients = new ArrayList<>();
        for (RoleSnapshot part : parts) {
            switch (part) {
                case KeyServerSnapshot keyServer -> keyServers.add(keyServer);
                case ContentServerSnapshot contentServer -> contentServers.add(contentServer);
                case ClientSnapshot client -> clients.add(client);
            }
        }
        return new NodeSnapshot(name, time.now(), snapshots.incrementAndGet(), keyServers, contentServers, clients,
                connections.get(), certificateEnds.get(),
                problems.stream().flatMap(sentences -> sentences.get().stream()).toList());
    }
}
