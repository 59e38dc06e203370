package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kagicast.console.session.OrderOutcome.Kind;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.Caution;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.NodeControl;
import org.kagicast.proto.RevokeResponse;
import org.kagicast.rpc.MessageCodec;

/// Who may have the keys of which stream, and who is shut out: orders to the key server in view, each with one sentence that
/// says how it went. On the console's thread only.
public final class MemberOrders {

    /// Then it is told which streams have changed their keys by now.
    static final Duration LOCKED_OUT_WITHIN = Duration.ofSeconds(5);

    private final ConsoleModel model;
    private final List<Shutting> shutting = new ArrayList<>();

    MemberOrders(ConsoleModel model) {
        this.model = model;
        model.follow(this::follow);
    }

    /// Whether there is a key server in view that takes such orders, and is heard.
    public boolean isPossible() {
        return authority().isPresent();
    }

    /// Lets a client have the keys of a stream.
    public void grant(NodeName client, StreamName stream) {
        order(new OwnOrder.Grant(client, stream),
                node -> node.setGrant(Member.client(client), new KeyLine(stream), true),
                done -> tell(done.getStanding().getRevoked(),
                        done.getStanding().getRevoked() ? "members.granted.revoked" : "members.granted", client,
                        stream),
                done -> OrderOutcome.of(done.getStanding().getRevoked() ? Kind.STILL_REVOKED : Kind.DONE));
    }

    /// Lets a client have no more keys of a stream.
    public void ungrant(NodeName client, StreamName stream) {
        order(new OwnOrder.Ungrant(client, stream),
                node -> node.setGrant(Member.client(client), new KeyLine(stream), false),
                done -> tell(false, "members.ungranted", client, stream), done -> OrderOutcome.of(Kind.DONE));
    }

    /// Lets a client in again that was shut out.
    public void reinstate(NodeName client) {
        order(new OwnOrder.Reinstate(client), node -> node.reinstate(Member.client(client)),
                done -> tell(done.getHasNothing(),
                        done.getHasNothing() ? "members.reinstated.nothing" : "members.reinstated", client),
                done -> OrderOutcome.of(done.getHasNothing() ? Kind.HAS_NOTHING : Kind.DONE));
    }

    /// Shuts a client out, and tells when it has been locked out of each stream.
    public void revoke(NodeName client) {
        Instant ordered = model.time().now();
        order(new OwnOrder.Revoke(client), node -> node.revoke(Member.client(client), Caution.REFUSE_MISTAKES),
                done -> {
                    if (!done.getUnstored().isEmpty()) {
                        model.notices()
                                .warn(texts().of("members.revoked.unstored", client, texts().of(unstored(done))));
                        return;
                    }
                    shutting.add(new Shutting(client, done, ordered, model.time().nanos()));
                    follow(model.present());
                }, MemberOrders::revoked);
    }

    private static OrderOutcome revoked(RevokeResponse done) {
        List<KeyId> compromised = done.getCompromisedList().stream().filter(KeyId::isValid).map(KeyId::new).toList();
        return done.getUnstored().isEmpty()
                ? OrderOutcome.done(compromised)
                : new OrderOutcome(Kind.UNSTORED, compromised, unstored(done));
    }

    private static CodedMessage unstored(RevokeResponse done) {
        return MessageCodec.read(done.getUnstored(), done.getUnstoredMessage())
                .orElseGet(() -> CodedMessage.plain(done.getUnstored()));
    }

    /// What revoking a client will do to whom, for somebody who is about to.
    public String consequence(NodeName client) {
        Frame frame = model.frame();
        List<StreamSnapshot> streams = frame.snapshot().map(Audience::streams).orElse(List.of());
        List<ClientSnapshot> clients = frame.snapshot().map(snapshot -> snapshot.clients()).orElse(List.of());
        List<StreamName> its = clients.stream().filter(each -> each.name().equals(client))
                .flatMap(each -> Audience.streamsOf(each, streams).stream()).toList();
        long others = clients.stream().filter(each -> !each.name().equals(client))
                .filter(each -> Audience.streamsOf(each, streams).stream().anyMatch(its::contains)).count();
        String names = its.stream().map(StreamName::value).collect(Collectors.joining(", "));
        return its.isEmpty()
                ? texts().of("members.revoke.nothing", client)
                : texts().of("members.revoke.consequence", client, names, its.size(), others);
    }

    private <T> void order(OwnOrder what, Function<NodeControl, CompletableFuture<T>> order, Consumer<T> done,
            Function<T, OrderOutcome> outcome) {
        authority().ifPresentOrElse(server -> model.order(what, new Target.OfKeyServer(server), order, done, outcome),
                () -> model.refuse(what, Kind.NO_AUTHORITY, texts().of("members.noAuthority")));
    }

    /// A key slave takes no orders.
    private Optional<NodeName> authority() {
        Frame frame = model.frame();
        return frame.snapshot().stream().flatMap(snapshot -> snapshot.keyServers().stream())
                .filter(server -> server.role() != Role.KEY_SLAVE)
                .map(KeyServerSnapshot::name)
                .filter(name -> !frame.whole().isSilent(new Target.OfKeyServer(name))).findFirst();
    }

    private void tell(boolean isWarning, String key, Object... arguments) {
        tell(isWarning, texts().of(key, arguments));
    }

    private void tell(boolean isWarning, String sentence) {
        if (isWarning) {
            model.notices().warn(sentence);
        } else {
            model.notices().result(sentence);
        }
    }

    private Texts texts() {
        return model.texts();
    }

    private void follow(Frame frame) {
        shutting.removeIf(each -> each.isTold(frame));
    }

    /// A revocation whose streams are changing their keys.
    private final class Shutting {

        private final NodeName client;
        private final RevokeResponse done;
        private final Instant ordered;
        private final long since;
        private final Map<String, Duration> within = new TreeMap<>();

        Shutting(NodeName client, RevokeResponse done, Instant ordered, long since) {
            this.client = client;
            this.done = done;
            this.ordered = ordered;
            this.since = since;
        }

        boolean isTold(Frame frame) {
            done.getOrderedList().forEach(line -> changed(line, frame)
                    .ifPresent(at -> lockedOut(line, Duration.between(ordered, at))));
            boolean isOver = within.keySet().containsAll(done.getOrderedList())
                    || model.time().nanos() - since >= LOCKED_OUT_WITHIN.toNanos();
            if (isOver) {
                tellResult();
            }
            return isOver;
        }

        private void lockedOut(String line, Duration after) {
            if (within.putIfAbsent(line, after) == null) {
                model.lockedOut(client, KeyLine.parse(line), after);
            }
        }

        private Optional<Instant> changed(String line, Frame frame) {
            KeyLine wanted = KeyLine.parse(line);
            return frame.snapshot().map(Audience::streams).orElse(List.of()).stream()
                    .filter(stream -> stream.name().equals(wanted.stream()))
                    .flatMap(stream -> stream.lines().stream()).filter(keys -> keys.label().equals(wanted.label()))
                    .flatMap(keys -> keys.lastChange().stream()).map(LastChange::at)
                    .filter(at -> !at.isBefore(ordered)).findFirst();
        }

        private void tellResult() {
            Texts texts = texts();
            List<String> parts = new ArrayList<>();
            parts.add(texts.of("members.revoked", client, done.getCompromisedCount()));
            within.forEach((line, after) -> parts
                    .add(texts.of("members.revoked.lockedOut", line, texts.tenths(after))));
            List<String> open = done.getOrderedList().stream().filter(line -> !within.containsKey(line)).toList();
            if (!open.isEmpty()) {
                parts.add(texts.of("members.revoked.open", String.join(", ", open)));
            }
            if (done.getWaitingCount() > 0) {
                parts.add(texts.of("members.revoked.waiting", String.join(", ", done.getWaitingList())));
            }
            tell(!open.isEmpty() || done.getWaitingCount() > 0, String.join(" ", parts));
        }
    }
}
