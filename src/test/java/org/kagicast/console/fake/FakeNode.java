package org.kagicast.console.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.kagicast.model.Caution;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.NodeControl;
import org.kagicast.proto.ReinstateResponse;
import org.kagicast.proto.RevokeResponse;
import org.kagicast.proto.SetGrantResponse;
import org.kagicast.time.Time;

/// A node on another machine that only pretends: it shows the roles of one kind out of a pretended lab, as if they were
/// alone there. It answers until it is cut off.
public final class FakeNode implements NodeControl {

    private final NodeName name;
    private final FakeLab roles;
    private final Role kind;
    private final List<RekeyCommand> orders = new ArrayList<>();
    private Optional<Follower> follower = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private Optional<Instant> certificateEnds = Optional.empty();
    private List<String> problems = List.of();
    private KeysOnDemand keys = new KeysOnDemand(snapshot -> {
    });
    private boolean closed;
    private boolean isMuted;

    public FakeNode(String name, FakeLab roles, Role kind) {
        this.name = new NodeName(name);
        this.roles = roles;
        this.kind = kind;
    }

    /// Is heard of no more, for the reason told.
    public void cutOff(String sentence) {
        trouble = Optional.of(sentence);
        follower.ifPresent(each -> each.lost(CodedMessage.plain(sentence)));
    }

    /// Neither answers nor fails, until it is cut off.
    public void muted() {
        isMuted = true;
    }

    /// Is heard of again, with its next snapshot.
    public void reconnect() {
        trouble = Optional.empty();
    }

    FakeLab roles() {
        return roles;
    }

    /// What was ordered of it, in order.
    public List<RekeyCommand> orders() {
        return orders;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public Following follow(Follower wanted, Time time, Executor executor) {
        follower = Optional.of(wanted);
        trouble.map(CodedMessage::plain).ifPresent(wanted::lost);
        keys = new KeysOnDemand(snapshot -> {
            if (trouble.isEmpty()) {
                follower.ifPresent(each -> each.heard(snapshot));
            }
        });
        Watch watch = roles.watchSnapshots(snapshot -> {
            if (trouble.isEmpty() && !isMuted) {
                keys.accept(own(snapshot));
            }
        });
        return keys.following(() -> {
            follower = Optional.empty();
            watch.close();
        });
    }

    /// Whether the rows of its key tables are asked for.
    public boolean tellsKeys() {
        return keys.isWanted();
    }

    @Override
    public Watch watchSnapshots(Consumer<NodeSnapshot> consumer) {
        return roles.watchSnapshots(snapshot -> consumer.accept(own(snapshot)));
    }

    @Override
    public Watch watchEvents(Consumer<NodeEvent> consumer) {
        return roles.watchEvents(event -> {
            if (trouble.isEmpty() && kind == kindOf(event.subject())) {
                consumer.accept(event);
            }
        });
    }

    private Role kindOf(NodeName role) {
        return role.equals(FakeClient.KEY_SERVER)
                ? Role.KEY_SERVER
                : roles.hasClient(role) ? Role.CLIENT : Role.CONTENT_SERVER;
    }

    @Override
    public CompletableFuture<List<KeyName>> rekey(KeyLine line, RekeyCommand command) {
        orders.add(command);
        return roles.rekey(line, command);
    }

    @Override
    public CompletableFuture<SetGrantResponse> setGrant(Member member, KeyLine line, boolean granted) {
        return roles.setGrant(member, line, granted);
    }

    @Override
    public CompletableFuture<RevokeResponse> revoke(Member member, Caution caution) {
        return roles.revoke(member, caution);
    }

    @Override
    public CompletableFuture<ReinstateResponse> reinstate(Member member) {
        return roles.reinstate(member);
    }

    @Override
    public void close() {
        closed = true;
    }

    /// Shows this from its next snapshot on.
    public void certified(Instant until, String... wrong) {
        certificateEnds = Optional.of(until);
        problems = List.of(wrong);
    }

    private NodeSnapshot own(NodeSnapshot all) {
        return new NodeSnapshot(name, all.at(), all.sequence(),
                kind == Role.KEY_SERVER ? all.keyServers() : List.of(),
                kind == Role.CONTENT_SERVER ? all.contentServers() : List.of(),
                kind == Role.CLIENT ? all.clients() : List.of(), Optional.empty(), certificateEnds,
                problems.stream().map(CodedMessage::plain).toList());
    }
}
