package org.kagicast.keyserver;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.rpc.CallRefusedException;

/// The content servers that wait for orders to rekey, one watch each: a new watch takes the place of the former. An
/// order goes to the stream's owner and nobody else. Where it was missed, it is given when the watch is opened again. The monitor guards the watches and every call on their observers.
final class RekeyOrders {

    private final KeyTable table;
    private final Map<NodeName, Watch> watches = new HashMap<>();

    RekeyOrders(KeyTable table) {
        this.table = table;
    }

    /// Opens a watch and says so with a first, empty message.
    synchronized void watch(NodeName caller, Set<StreamName> streams, StreamObserver<RekeyOrder> observer) {
        streams.forEach(stream -> table.ownerOf(stream).filter(owner -> !owner.equals(caller)).ifPresent(owner -> {
            throw new CallRefusedException(Status.Code.PERMISSION_DENIED, "The stream " + stream
                    + " belongs to the content server " + owner + ": watch your own streams only.");
        }));
        Watch former = watches.put(caller, new Watch(streams, observer));
        if (former != null) {
            former.observer().onCompleted();
        }
        observer.onNext(RekeyOrder.getDefaultInstance());
        compromised().stream().filter(line -> streams.contains(line.stream()))
                .forEach(line -> order(line, "its key is compromised"));
    }

    /// The lines whose key in use is compromised: as far as their owners have told, none has been used since. A key that
    /// has only been made, announced perhaps, ends nothing, and neither does one that was destroyed before its use. An
    /// owner that has not told of its newest key yet may so be ordered once too often, which does no harm.
    SortedSet<KeyLine> compromised() {
        Map<KeyLine, KeyState> latest = new HashMap<>();
        table.describeAll().stream().filter(RekeyOrders::mayHaveBeenUsed)
                .forEach(key -> latest.put(key.line(), key.state()));
        SortedSet<KeyLine> compromised = new TreeSet<>();
        latest.forEach((line, state) -> {
            if (state == KeyState.COMPROMISED) {
                compromised.add(line);
            }
        });
        return compromised;
    }

    /// A compromised key keeps its state when its owner begins to use it, so that it may have been used without a trace.
    private static boolean mayHaveBeenUsed(KeyDescription key) {
        return switch (key.state()) {
            case PRE_ACTIVE -> false;
            case ACTIVE, DEACTIVATED, COMPROMISED -> true;
            case DESTROYED -> key.activated().isPresent();
        };
    }

    /// Takes a watch out that its content server has ended.
    synchronized void ended(NodeName caller, StreamObserver<RekeyOrder> observer) {
        Watch watch = watches.get(caller);
        if (watch != null && watch.observer().equals(observer)) {
            watches.remove(caller);
        }
    }

    /// Orders a stream's owner to rekey at once.
    ///
    /// @param line without a label: the key in use, or one of each label
    /// @return whether the owner watches, so that the order is on its way
    synchronized boolean order(KeyLine line, String reason) {
        Optional<Watch> watch = table.ownerOf(line.stream()).map(watches::get)
                .filter(held -> held.streams().contains(line.stream()));
        watch.ifPresent(held -> held.observer().onNext(RekeyOrder.newBuilder().setStream(line.stream().value())
                .setLabel(line.label().value()).setReason(reason).build()));
        return watch.isPresent();
    }

    synchronized void close() {
        watches.values().forEach(watch -> watch.observer().onCompleted());
        watches.clear();
    }

    private record Watch(Set<StreamName> streams, StreamObserver<RekeyOrder> observer) {}
}
