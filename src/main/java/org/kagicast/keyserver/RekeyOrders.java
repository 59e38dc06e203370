package org.kagicast.keyserver;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.model.message.PolicyMessage;
import org.kagicast.proto.ForeignStream;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.time.Time;

/// The content servers that wait for orders to rekey, one watch each. One process at a time acts for a content server, and
/// another one is refused ([Lease]); a new watch of the same process takes the place of the former. An
/// order goes to the stream's owner and nobody else. Where it was missed, it is given when the watch is opened again.
///
/// A content server names the keys of its lines as it opens its watch. One that the table does not have, as after a backup
/// was restored, or that must not be in use, is changed.
///
/// The monitor guards the leases, the watches and every call on their observers.
final class RekeyOrders {

    /// How long it is told that a content server runs twice, after the last time that this was noticed.
    private static final Duration TOLD_FOR = Duration.ofSeconds(10);

    private final KeyTable table;
    private final Time time;
    private final Consumer<CodedMessage> runsTwice;
    private final Map<NodeName, Lease> leases = new HashMap<>();
    private Optional<CodedMessage> twins = Optional.empty();
    private long twinsNanos;

    /// @param runsTwice is told in one sentence that a content server runs twice, when that is news
    RekeyOrders(KeyTable table, Time time, Consumer<CodedMessage> runsTwice) {
        this.table = table;
        this.time = time;
        this.runsTwice = runsTwice;
    }

    /// Takes a process for the one that acts for its content server, or notes that it still is.
    ///
    /// @throws CallRefusedException if another one does
    synchronized void require(Instance caller) {
        lease(caller).heard(time.nanos());
    }

    /// The process behind a watch says that it is there.
    synchronized void confirm(Instance caller) {
        Lease lease = leases.get(caller.contentServer());
        if (lease != null && lease.holder().isSameAs(caller)) {
            lease.heard(time.nanos());
        }
    }

    private Lease lease(Instance caller) {
        long now = time.nanos();
        Lease held = leases.get(caller.contentServer());
        if (held != null && held.holder().isSameAs(caller)) {
            return held;
        }
        if (held != null && !held.isOver(now)) {
            held.contest(now);
            throw new CallRefusedException(Status.Code.ALREADY_EXISTS, twins(held, caller, now));
        }
        if (held != null) {
            held.watch().ifPresent(watch -> watch.observer().onCompleted());
        }
        Lease taken = new Lease(caller, time.now(), now);
        leases.put(caller.contentServer(), taken);
        return taken;
    }

    private CodedMessage twins(Lease held, Instance caller, long now) {
        CodedMessage twice = KeyServerMessage.RUNS_TWICE.with(caller.contentServer(), held.since(),
                held.holder().from(), caller.from());
        if (tellsTwins(now).isEmpty()) {
            runsTwice.accept(twice);
        }
        twins = Optional.of(twice);
        twinsNanos = now;
        return KeyServerMessage.RUNS_ALREADY.with(caller.contentServer(), held.since(), held.holder().from());
    }

    /// That a content server runs twice, in one sentence; empty when none does.
    synchronized Optional<CodedMessage> problem() {
        return tellsTwins(time.nanos());
    }

    private Optional<CodedMessage> tellsTwins(long now) {
        return twins.filter(sentence -> now - twinsNanos < TOLD_FOR.toNanos());
    }

    /// Opens a watch and says so with a first message, which names the streams that the caller does not own. Of streams that
    /// others own it hears nothing; one with no other streams is refused.
    ///
    /// @param keys those that the content server names, of each line
    synchronized void watch(Instance caller, Set<StreamName> streams, Map<KeyLine, List<KeyId>> keys,
            StreamObserver<RekeyOrder> observer) {
        Map<StreamName, NodeName> others = ownedByOthers(caller.contentServer(), streams);
        if (!others.isEmpty() && others.size() == streams.size()) {
            Map.Entry<StreamName, NodeName> one = others.entrySet().iterator().next();
            throw belongsTo(one.getValue(), one.getKey());
        }
        Lease lease = lease(caller);
        lease.heard(time.nanos());
        lease.watch().ifPresent(former -> former.observer().onCompleted());
        Watch watch = new Watch(streams, Set.copyOf(keys.values().stream().flatMap(Collection::stream).toList()),
                observer);
        lease.watches(watch);
        observer.onNext(foreign(caller.contentServer(), streams));
        keys.forEach((line, keyIds) -> (others.containsKey(line.stream()) ? List.<KeyId>of() : keyIds).stream()
                .flatMap(keyId -> wrong(caller, line, keyId).stream())
                .findFirst().ifPresent(reason -> watch.order(line, reason)));
        compromised().keySet().stream().filter(line -> !others.containsKey(line.stream()))
                .filter(line -> streams.contains(line.stream()) && !keys.containsKey(line))
                .forEach(line -> watch.order(line, KeyServerMessage.KEY_COMPROMISED.with()));
    }

    /// Why a content server must not go on with a key; empty if it may.
    private Optional<CodedMessage> wrong(Instance caller, KeyLine line, KeyId keyId) {
        Optional<KeyDescription> known = table.describe(keyId).filter(
                key -> key.owner().equals(caller.contentServer()) && key.line().equals(line));
        if (known.isEmpty()) {
            return Optional.of(KeyServerMessage.KEY_LACKING.with(KeyName.of(keyId)));
        }
        return switch (known.get().state()) {
            case PRE_ACTIVE, ACTIVE -> Optional.empty();
            case COMPROMISED -> Optional.of(KeyServerMessage.KEY_COMPROMISED.with());
            case DEACTIVATED -> Optional.of(KeyServerMessage.KEY_DEACTIVATED.with(known.get().name()));
            case DESTROYED -> Optional.of(KeyServerMessage.KEY_DESTROYED.with(known.get().name()));
        };
    }

    /// Whether a content server that watches has named this key as one that it uses or is going to.
    synchronized boolean isNamed(KeyId keyId) {
        return leases.values().stream().flatMap(lease -> lease.watch().stream())
                .anyMatch(watch -> watch.named().contains(keyId));
    }

    /// A content server has been given a stream: a watch that has it already is told.
    synchronized void gained(NodeName owner, StreamName stream) {
        Optional.ofNullable(leases.get(owner)).flatMap(Lease::watch).filter(held -> held.streams().contains(stream))
                .ifPresent(held -> held.observer().onNext(foreign(owner, held.streams())));
    }

    private RekeyOrder foreign(NodeName caller, Set<StreamName> streams) {
        RekeyOrder.Builder message = RekeyOrder.newBuilder();
        streams.stream().sorted().forEach(stream -> {
            Optional<NodeName> owner = table.ownerOf(stream);
            if (!owner.equals(Optional.of(caller))) {
                message.addForeign(ForeignStream.newBuilder().setStream(stream.value())
                        .setOwner(owner.map(NodeName::value).orElse("")));
            }
        });
        return message.build();
    }

    private Map<StreamName, NodeName> ownedByOthers(NodeName caller, Set<StreamName> streams) {
        Map<StreamName, NodeName> others = new TreeMap<>();
        streams.forEach(stream -> table.ownerOf(stream).filter(owner -> !owner.equals(caller))
                .ifPresent(owner -> others.put(stream, owner)));
        return others;
    }

    private static CallRefusedException belongsTo(NodeName owner, StreamName stream) {
        return new CallRefusedException(Status.Code.PERMISSION_DENIED,
                PolicyMessage.WATCHED_BY_OTHER.with(stream, owner));
    }

    /// A content server owns a stream no more: a watch that has it ends, and may be opened anew for its other streams.
    synchronized void lost(NodeName former, StreamName stream) {
        Optional<Watch> watch = Optional.ofNullable(leases.get(former)).flatMap(Lease::watch)
                .filter(held -> held.streams().contains(stream));
        watch.ifPresent(held -> {
            leases.remove(former);
            held.observer().onError(new CallRefusedException(Status.Code.PERMISSION_DENIED,
                    PolicyMessage.STREAM_LOST.with(stream, former)));
        });
    }

    /// The lines whose key in use is compromised, each with that key: as far as their owners have told, none has been used
    /// since. A key that has only been made, announced perhaps, ends nothing, and neither does one that was destroyed before
    /// its use. An owner that has not told of its newest key yet may so be ordered once too often, which does no harm.
    SortedMap<KeyLine, KeyDescription> compromised() {
        SortedMap<KeyLine, KeyDescription> latest = new TreeMap<>();
        table.describeAll().stream().filter(RekeyOrders::mayHaveBeenUsed).forEach(key -> latest.put(key.line(), key));
        latest.values().removeIf(key -> key.state() != KeyState.COMPROMISED);
        return latest;
    }

    /// A compromised key keeps its state when its owner begins to use it, so that it may have been used without a trace.
    private static boolean mayHaveBeenUsed(KeyDescription key) {
        return switch (key.state()) {
            case PRE_ACTIVE -> false;
            case ACTIVE, DEACTIVATED, COMPROMISED -> true;
            case DESTROYED -> key.activated().isPresent();
        };
    }

    /// Takes a watch out that its content server has ended. With it goes the lease: the process has ended, or comes back at
    /// once.
    synchronized void ended(NodeName caller, StreamObserver<RekeyOrder> observer) {
        Lease lease = leases.get(caller);
        if (lease != null && lease.watch().filter(watch -> watch.observer().equals(observer)).isPresent()) {
            leases.remove(caller);
        }
    }

    /// Orders a stream's owner to rekey at once.
    ///
    /// @param line without a label: the key in use, or one of each label
    /// @param reason what follows "because"
    /// @return whether the owner watches and is not shut out, so that the order is on its way
    synchronized boolean order(KeyLine line, CodedMessage reason) {
        Optional<Watch> watch = table.ownerOf(line.stream())
                .filter(owner -> !table.policy().isRevoked(new Member(Role.CONTENT_SERVER, owner))).map(leases::get)
                .flatMap(Lease::watch)
                .filter(held -> held.streams().contains(line.stream()));
        watch.ifPresent(held -> held.order(line, reason));
        return watch.isPresent();
    }

    synchronized void close() {
        leases.values().stream().flatMap(lease -> lease.watch().stream())
                .forEach(watch -> watch.observer().onCompleted());
        leases.clear();
    }

    /// @param named the keys that it was opened with
    record Watch(Set<StreamName> streams, Set<KeyId> named, StreamObserver<RekeyOrder> observer) {

        void order(KeyLine line, CodedMessage reason) {
            observer.onNext(RekeyOrder.newBuilder().setStream(line.stream().value())
                    .setLabel(line.label().value()).setReason(reason.text())
                    .setReasonMessage(MessageCodec.write(reason)).build());
        }

        /// Asks for a sign of life.
        void ask() {
            observer.onNext(RekeyOrder.newBuilder().setConfirm(true).build());
        }
    }
}
