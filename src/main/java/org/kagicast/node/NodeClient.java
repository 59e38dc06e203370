package org.kagicast.node;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.RekeyRequest;
import org.kagicast.proto.RekeyResponse;
import org.kagicast.proto.WatchEventsRequest;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds a node over its node service, in this process or on another machine.
public final class NodeClient implements NodeControl {

    private static final Logger LOG = LoggerFactory.getLogger(NodeClient.class);

    private final Connection connection;
    private final NodeServiceGrpc.NodeServiceStub stub;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /// @param connection closed with this client
    public NodeClient(Connection connection) {
        this.connection = connection;
        this.stub = NodeServiceGrpc.newStub(connection.channel());
    }

    @Override
    public Watch watchSnapshots(Consumer<NodeSnapshot> consumer) {
        return watch(() -> stub.watchSnapshots(WatchSnapshotsRequest.getDefaultInstance(),
                new Following<>(message -> consumer.accept(SnapshotReader.read(message)))));
    }

    @Override
    public Watch watchEvents(Consumer<NodeEvent> consumer) {
        return watch(() -> stub.watchEvents(WatchEventsRequest.getDefaultInstance(),
                new Following<>(message -> consumer.accept(SnapshotReader.read(message)))));
    }

    @Override
    public CompletableFuture<KeyId> rekey(StreamName stream, RekeyCommand command) {
        CompletableFuture<KeyId> done = new CompletableFuture<>();
        stub.rekey(request(stream, command), new StreamObserver<>() {
            @Override
            public void onNext(RekeyResponse response) {
                if (response.getRefusal().isEmpty() && KeyId.isValid(response.getKeyId())) {
                    done.complete(new KeyId(response.getKeyId()));
                } else {
                    done.completeExceptionally(new OperatorException(response.getRefusal()));
                }
            }

            @Override
            public void onError(Throwable fault) {
                done.completeExceptionally(Faults.exception(connection.peer(), Status.fromThrowable(fault)));
            }

            @Override
            public void onCompleted() {
                // The answer came before.
            }
        });
        return done;
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
        connection.close();
    }

    private Watch watch(Runnable call) {
        Context.CancellableContext context = Context.ROOT.withCancellation();
        Watch watch = new Watch() {
            @Override
            public void close() {
                watches.remove(this);
                context.cancel(null);
            }
        };
        watches.add(watch);
        context.run(call);
        return watch;
    }

    private static RekeyRequest request(StreamName stream, RekeyCommand command) {
        var request = RekeyRequest.newBuilder().setStream(stream.value());
        switch (command) {
            case RekeyCommand.Now _ -> request.setNow(RekeyRequest.Now.getDefaultInstance());
            case RekeyCommand.Announce announce -> request.setAnnounce(RekeyRequest.Announce.newBuilder()
                    .setLeadTimeMs((int) announce.leadTime().map(java.time.Duration::toMillis).orElse(0L).longValue()));
            case RekeyCommand.SwitchNow _ -> request.setSwitchNow(RekeyRequest.SwitchNow.getDefaultInstance());
            case RekeyCommand.Cancel _ -> request.setCancel(RekeyRequest.Cancel.getDefaultInstance());
        }
        return request.build();
    }

    /// A message that breaks a rule ends the watch: a node that sends one is not to be trusted further.
    private record Following<M>(Consumer<M> consumer) implements StreamObserver<M> {

        @Override
        public void onNext(M message) {
            consumer.accept(message);
        }

        @Override
        public void onError(Throwable fault) {
            Status status = Status.fromThrowable(fault);
            if (status.getCode() != Status.Code.CANCELLED && status.getCode() != Status.Code.UNAVAILABLE) {
                LOG.warn("A watch ended with {}", status.getCode());
            }
        }

        @Override
        public void onCompleted() {
            // The node ends its watches only when it stops.
        }
    }
}
