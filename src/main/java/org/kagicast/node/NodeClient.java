package org.kagicast.node;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagicast.audit.AuditPin;
import org.kagicast.audit.AuditVerification;
import org.kagicast.audit.SignedCheckpoint;
import org.kagicast.model.Caution;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.proto.AuditHead;
import org.kagicast.proto.GetPolicyRequest;
import org.kagicast.proto.GetPolicyResponse;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.ReinstateRequest;
import org.kagicast.proto.ReinstateResponse;
import org.kagicast.proto.RekeyRequest;
import org.kagicast.proto.RekeyResponse;
import org.kagicast.proto.ReleaseStreamRequest;
import org.kagicast.proto.ReleaseStreamResponse;
import org.kagicast.proto.RevokeRequest;
import org.kagicast.proto.RevokeResponse;
import org.kagicast.proto.SetGrantRequest;
import org.kagicast.proto.SetGrantResponse;
import org.kagicast.proto.TakeOverStreamRequest;
import org.kagicast.proto.TakeOverStreamResponse;
import org.kagicast.proto.VerifyAuditRequest;
import org.kagicast.proto.VerifyAuditResponse;
import org.kagicast.proto.WatchEventsRequest;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.GrpcErrors;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.ProtoEnums;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds a node over its node service, in this process or on another machine.
public final class NodeClient implements NodeControl {

    private static final Logger LOG = LoggerFactory.getLogger(NodeClient.class);

    private final Connection connection;
    private final NodeServiceGrpc.NodeServiceStub stub;
    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /// @param connection closed with this client
    public NodeClient(Connection connection) {
        this.connection = connection;
        this.stub = NodeServiceGrpc.newStub(connection.channel());
    }

    /// Has something end together with this.
    public void closeWith(Runnable end) {
        ends.add(end);
    }

    @Override
    public Watch watchSnapshots(Consumer<NodeSnapshot> consumer) {
        return watchSnapshots(Keys.ALL, consumer, NodeClient::logEnd);
    }

    /// What snapshots show of the key tables of key servers.
    public enum Keys {
        /// The counts alone; a node of an older version shows the rows, too.
        COUNTED,
        /// The rows as well; those of a busy key server are as they were a second ago at most.
        ALL
    }

    /// As [#watchSnapshots(Consumer)], and tells when the watch has ended by itself, with an [OperatorException].
    public Watch watchSnapshots(Keys keys, Consumer<NodeSnapshot> consumer, Consumer<OperatorException> ended) {
        WatchSnapshotsRequest.Builder wish = switch (keys) {
            case COUNTED -> NodeFollowing.withoutKeys();
            case ALL -> WatchSnapshotsRequest.newBuilder().setLeaveOutKeys(true);
        };
        return watch(() -> stub.watchSnapshots(wish.build(),
                new Receiving<>(new Completing(consumer),
                        status -> ended.accept(GrpcErrors.exception(connection.peer(), status)))));
    }

    /// Puts the keys into a snapshot that are left out of it because they were told before. One call at a time.
    private static final class Completing implements Consumer<org.kagicast.proto.NodeSnapshot> {

        private final Consumer<NodeSnapshot> consumer;
        private @Nullable NodeSnapshot last;

        Completing(Consumer<NodeSnapshot> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void accept(org.kagicast.proto.NodeSnapshot message) {
            NodeSnapshot next = NodeFollowing.complete(last, SnapshotReader.VERBATIM.read(message), message);
            last = next;
            consumer.accept(next);
        }
    }

    @Override
    public NodeControl.Following follow(Follower follower, Time time, Executor executor) {
        FollowedNode followed = new FollowedNode(connection, follower, time, executor, watches::remove);
        watches.add(followed);
        followed.start();
        return followed;
    }

    @Override
    public Watch watchEvents(Consumer<NodeEvent> consumer) {
        return watchEvents(consumer, NodeClient::logEnd);
    }

    /// As [#watchEvents(Consumer)], and tells when the watch has ended by itself, with an [OperatorException].
    public Watch watchEvents(Consumer<NodeEvent> consumer, Consumer<OperatorException> ended) {
        return watch(() -> stub.watchEvents(WatchEventsRequest.getDefaultInstance(),
                new Receiving<>(message -> consumer.accept(SnapshotReader.VERBATIM.read(message)),
                        status -> ended.accept(GrpcErrors.exception(connection.peer(), status)))));
    }

    @Override
    public CompletableFuture<List<KeyName>> rekey(KeyLine line, RekeyCommand command) {
        CompletableFuture<RekeyResponse> answer = new CompletableFuture<>();
        stub.rekey(request(line, command), new Answer<>(answer, connection.peer()));
        return answer.thenApply(response -> {
            if (!response.getRefusal().isEmpty() || !KeyId.isValid(response.getKeyId())) {
                throw new OperatorException(MessageCodec.read(response.getRefusal(), response.getRefusalMessage())
                        .orElseGet(NodeMessage.REKEY_FAILED::with));
            }
            return keys(line, response);
        });
    }

    /// An older node tells the IDs alone, or the first of them.
    private static List<KeyName> keys(KeyLine line, RekeyResponse response) {
        if (response.getKeysCount() > 0) {
            return response.getKeysList().stream().map(key -> new KeyName(new KeyId(key.getKeyId()),
                    new KeyLine(line.stream(), new KeyLabel(key.getLabel())), key.getNumber())).toList();
        }
        List<Long> keyIds = response.getKeyIdsCount() == 0 ? List.of(response.getKeyId()) : response.getKeyIdsList();
        return keyIds.stream().map(keyId -> new KeyName(new KeyId(keyId), line, 0)).toList();
    }

    @Override
    public CompletableFuture<SetGrantResponse> setGrant(Member member, KeyLine line, boolean granted) {
        CompletableFuture<SetGrantResponse> done = new CompletableFuture<>();
        stub.setGrant(SetGrantRequest.newBuilder().setRole(ProtoEnums.toProto(member.role()))
                .setClient(member.name().value()).setStream(line.stream().value())
                .setLabel(line.label().value()).setGranted(granted).build(), new Answer<>(done, connection.peer()));
        return done;
    }

    /// Gives a stream to a content server (see [Node#takeOver]). The future fails with an [OperatorException].
    public CompletableFuture<TakeOverStreamResponse> takeOver(StreamName stream, NodeName contentServer) {
        CompletableFuture<TakeOverStreamResponse> done = new CompletableFuture<>();
        stub.takeOverStream(TakeOverStreamRequest.newBuilder().setStream(stream.value())
                .setContentServer(contentServer.value()).build(), new Answer<>(done, connection.peer()));
        return done;
    }

    /// Lets nobody own a stream (see [Node#release]). The future fails with an [OperatorException].
    public CompletableFuture<ReleaseStreamResponse> release(StreamName stream) {
        CompletableFuture<ReleaseStreamResponse> done = new CompletableFuture<>();
        stub.releaseStream(ReleaseStreamRequest.newBuilder().setStream(stream.value()).build(),
                new Answer<>(done, connection.peer()));
        return done;
    }

    @Override
    public CompletableFuture<RevokeResponse> revoke(Member member, Caution caution) {
        CompletableFuture<RevokeResponse> done = new CompletableFuture<>();
        stub.revoke(RevokeRequest.newBuilder().setRole(ProtoEnums.toProto(member.role()))
                .setClient(member.name().value()).setForce(caution == Caution.INSIST).build(),
                new Answer<>(done, connection.peer()));
        return done;
    }

    @Override
    public CompletableFuture<ReinstateResponse> reinstate(Member member) {
        CompletableFuture<ReinstateResponse> done = new CompletableFuture<>();
        stub.reinstate(ReinstateRequest.newBuilder().setRole(ProtoEnums.toProto(member.role()))
                .setName(member.name().value()).build(), new Answer<>(done, connection.peer()));
        return done;
    }

    /// Who may do what at a node that gives keys: all pages in one. The future fails with an [OperatorException].
    public CompletableFuture<GetPolicyResponse> policy() {
        return policyFrom(GetPolicyResponse.newBuilder());
    }

    private CompletableFuture<GetPolicyResponse> policyFrom(GetPolicyResponse.Builder all) {
        CompletableFuture<GetPolicyResponse> page = new CompletableFuture<>();
        stub.getPolicy(GetPolicyRequest.newBuilder().setOffset(all.getEntriesCount()).build(),
                new Answer<>(page, connection.peer()));
        return page.thenCompose(next -> {
            all.mergeFrom(next);
            return next.getEntriesCount() == 0 || all.getEntriesCount() >= entries(next)
                    ? CompletableFuture.completedFuture(all.build())
                    : policyFrom(all);
        });
    }

    private static long entries(GetPolicyResponse policy) {
        return (long) policy.getGrants() + policy.getOwners() + policy.getRevocations() + policy.getEnrolled()
                + policy.getTokens();
    }

    /// Has the node verify its audit log (see [OwnAudit]). The future fails with an [OperatorException], also if the log
    /// is broken.
    ///
    /// @param pin an entry that was seen earlier, which the log must still hold
    public CompletableFuture<AuditVerification.Intact> verifyAudit(Optional<AuditPin> pin) {
        CompletableFuture<VerifyAuditResponse> answer = new CompletableFuture<>();
        stub.verifyAudit(VerifyAuditRequest.newBuilder().setPin(pin.map(AuditPin::toString).orElse("")).build(),
                new Answer<>(answer, connection.peer()));
        return answer.thenApply(this::intact);
    }

    private AuditVerification.Intact intact(VerifyAuditResponse response) {
        if (!response.getBroken().isEmpty()) {
            throw new OperatorException(response.getBroken());
        }
        AuditHead head = response.getHead();
        var intact = new AuditVerification.Intact(Math.max(1, response.getFirst()), response.getEntries(),
                new SignedCheckpoint(head.getSequence(), head.getHash(), head.getAt(), head.getSignature()),
                response.getPublicKey());
        if (!intact.isSigned()) {
            throw new OperatorException("The " + connection.peer()
                    + " shows a head of its audit log that its key did not sign: look into that node.");
        }
        return intact;
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
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

    /// Of a watch whose end nobody else is told.
    private static void logEnd(OperatorException fault) {
        if (fault.getCause() instanceof StatusRuntimeException failed
                && failed.getStatus().getCode() != Status.Code.CANCELLED
                && failed.getStatus().getCode() != Status.Code.UNAVAILABLE) {
            LOG.warn("A watch ended: {}", fault.getMessage());
        }
    }

    private static RekeyRequest request(KeyLine line, RekeyCommand command) {
        var request = RekeyRequest.newBuilder().setStream(line.stream().value()).setLabel(line.label().value());
        switch (command) {
            case RekeyCommand.Now _ -> request.setNow(RekeyRequest.Now.getDefaultInstance());
            case RekeyCommand.Announce announce -> request.setAnnounce(RekeyRequest.Announce.newBuilder()
                    .setLeadTimeMs((int) announce.leadTime().map(java.time.Duration::toMillis).orElse(0L).longValue()));
            case RekeyCommand.Hold hold -> request.setHold(RekeyRequest.Hold.newBuilder().setKeyId(keyId(hold))
                    .setUntilShare(hold.untilShare().orElse(0.0))
                    .setAtMostMs((int) hold.atMost().map(java.time.Duration::toMillis).orElse(0L).longValue()));
            case RekeyCommand.SwitchNow _ ->
                request.setSwitchNow(RekeyRequest.SwitchNow.newBuilder().setKeyId(keyId(command)));
            case RekeyCommand.Cancel _ -> request.setCancel(RekeyRequest.Cancel.newBuilder().setKeyId(keyId(command)));
        }
        return request.build();
    }

    /// The key that a command names; 0 for none.
    private static long keyId(RekeyCommand command) {
        return command.key().map(KeyId::value).orElse(0L);
    }

    /// The one answer to a call.
    private record Answer<M>(CompletableFuture<M> done, String peer) implements StreamObserver<M> {

        @Override
        public void onNext(M message) {
            done.complete(message);
        }

        @Override
        public void onError(Throwable fault) {
            done.completeExceptionally(GrpcErrors.exception(peer, fault));
        }

        @Override
        public void onCompleted() {
            // The answer came before.
        }
    }

    /// A message that breaks a rule ends the watch: a node that sends one is not to be trusted further.
    private record Receiving<M>(Consumer<M> consumer, Consumer<Status> ended) implements StreamObserver<M> {

        @Override
        public void onNext(M message) {
            consumer.accept(message);
        }

        @Override
        public void onError(Throwable fault) {
            ended.accept(Status.fromThrowable(fault));
        }

        @Override
        public void onCompleted() {
            // The node ends its watches only when it stops.
        }
    }
}
