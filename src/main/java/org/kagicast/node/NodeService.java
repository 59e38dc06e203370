package org.kagicast.node;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditPin;
import org.kagicast.audit.AuditVerification;
import org.kagicast.keyserver.PolicyListing;
import org.kagicast.keyserver.Revocation;
import org.kagicast.model.Caution;
import org.kagicast.model.HostedRole;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.model.message.PolicyMessage;
import org.kagicast.proto.AuditHead;
import org.kagicast.proto.DescribeRequest;
import org.kagicast.proto.DescribeResponse;
import org.kagicast.proto.GetPolicyRequest;
import org.kagicast.proto.GetPolicyResponse;
import org.kagicast.proto.KeyTableChanges;
import org.kagicast.proto.MemberStanding;
import org.kagicast.proto.NodeEvent;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.NodeSnapshot;
import org.kagicast.proto.ReinstateRequest;
import org.kagicast.proto.ReinstateResponse;
import org.kagicast.proto.RekeyRequest;
import org.kagicast.proto.RekeyResponse;
import org.kagicast.proto.RekeyedKey;
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
import org.kagicast.proto.WatchKeyTablesRequest;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.CallerIdentity;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.ProtoEnums;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node service: thin, over a [Node]. Who may call is judged before it.
public final class NodeService extends NodeServiceGrpc.NodeServiceImplBase {

    private static final Logger LOG = LoggerFactory.getLogger(NodeService.class);

    private final Node node;
    private final String trustDomain;
    private final Time time;
    private final Executor executor;
    private final Optional<OwnAudit> audit;

    /// The service of a node that keeps no audit log.
    ///
    /// @param executor runs what waits for snapshots
    public NodeService(Node node, String trustDomain, Time time, Executor executor) {
        this(node, trustDomain, time, executor, Optional.empty());
    }

    /// @param executor runs what waits for snapshots
    /// @param audit the log that the node keeps
    public NodeService(Node node, String trustDomain, Time time, Executor executor, Optional<OwnAudit> audit) {
        this.node = node;
        this.trustDomain = trustDomain;
        this.time = time;
        this.executor = executor;
        this.audit = audit;
    }

    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> response) {
        var description = DescribeResponse.newBuilder().setNode(node.name().value()).setVersion(version())
                .setTrustDomain(trustDomain);
        for (HostedRole role : node.roles()) {
            description.addRolesBuilder().setName(role.name().value()).setRole(ProtoEnums.toProto(role.role()));
        }
        response.onNext(description.build());
        response.onCompleted();
    }

    @Override
    public void watchSnapshots(WatchSnapshotsRequest request, StreamObserver<NodeSnapshot> response) {
        new SnapshotFeed(node, time, executor, (ServerCallStreamObserver<NodeSnapshot>) response, request)
                .start();
    }

    @Override
    public void watchKeyTables(WatchKeyTablesRequest request, StreamObserver<KeyTableChanges> response) {
        new KeyTableFeed(node, time, executor, (ServerCallStreamObserver<KeyTableChanges>) response).start();
    }

    @Override
    public void watchEvents(WatchEventsRequest request, StreamObserver<NodeEvent> response) {
        var call = (ServerCallStreamObserver<NodeEvent>) response;
        EventFeed feed = new EventFeed(call, executor);
        NodeControl.Watch following = node.events().follow(feed);
        call.setOnCancelHandler(following::close);
    }

    @Override
    public void rekey(RekeyRequest request, StreamObserver<RekeyResponse> response) {
        KeyLine line = new KeyLine(new StreamName(request.getStream()), new KeyLabel(request.getLabel()));
        RekeyCommand command = command(request);
        AuditEvent ordered = AuditEvent.rekey(CallerIdentity.current(), line, command);
        audit.ifPresent(own -> own.doing(ordered));
        var _ = node.rekey(line, command).whenComplete((keys, fault) -> {
            if (fault != null) {
                audit.ifPresent(own -> own.notDone(ordered));
            }
            response.onNext(fault == null ? done(keys) : refused(fault));
            response.onCompleted();
        });
    }

    @Override
    public void setGrant(SetGrantRequest request, StreamObserver<SetGrantResponse> response) {
        KeyLine line = new KeyLine(new StreamName(request.getStream()), new KeyLabel(request.getLabel()));
        Member member = member(request.getRole(), request.getClient());
        List<String> before = node.policy().grants().stream()
                .filter(grant -> member.equals(Member.client(grant.client())) && grant.stream().equals(line.stream()))
                .filter(grant -> request.getGranted() || line.label().isNone() || grant.line().equals(line))
                .map(grant -> grant.line().toString()).toList();
        switch (member.role()) {
            case CLIENT -> node.setGrant(CallerIdentity.current(), member.name(), line, request.getGranted());
            case CONTENT_SERVER -> node.setOwner(CallerIdentity.current(), member.name(), whole(line),
                    request.getGranted());
            case KEY_SERVER, KEY_MASTER, KEY_SLAVE, OPERATOR ->
                throw new OperatorException(PolicyMessage.GRANTED_NO_STREAMS.with(member.role().text()));
        }
        PolicyListing after = node.policy();
        var answer = SetGrantResponse.newBuilder().setStanding(standing(member, after)).addAllBefore(before);
        if (member.role() == Role.CLIENT && request.getGranted()) {
            tellOfOwner(line.stream(), after, answer);
        }
        response.onNext(answer.build());
        response.onCompleted();
    }

    /// A grant gives no key where none is made or given.
    private static void tellOfOwner(StreamName stream, PolicyListing policy, SetGrantResponse.Builder answer) {
        Optional<NodeName> owner = policy.owners().stream().filter(owned -> owned.getKey().equals(stream))
                .map(Map.Entry::getValue).findFirst();
        answer.setUnowned(owner.isEmpty()).setRevokedOwner(
                owner.filter(name -> policy.revoked().contains(new Member(Role.CONTENT_SERVER, name)))
                        .map(NodeName::value).orElse(""));
    }

    private static MemberStanding standing(Member member, PolicyListing policy) {
        return MemberStanding.newBuilder().setRevoked(policy.revoked().contains(member))
                .setNotEnrolled(policy.neverEnrolled().test(member)).build();
    }

    private static StreamName whole(KeyLine line) {
        if (!line.label().isNone()) {
            throw new OperatorException(PolicyMessage.OWNS_WHOLE_STREAMS.with(line));
        }
        return line.stream();
    }

    @Override
    public void takeOverStream(TakeOverStreamRequest request, StreamObserver<TakeOverStreamResponse> response) {
        Optional<NodeName> former = node.takeOver(CallerIdentity.current(), new StreamName(request.getStream()),
                new NodeName(request.getContentServer()));
        response.onNext(TakeOverStreamResponse.newBuilder()
                .setFormerOwner(former.map(NodeName::value).orElse(""))
                .setStanding(standing(new Member(Role.CONTENT_SERVER, new NodeName(request.getContentServer())),
                        node.policy()))
                .build());
        response.onCompleted();
    }

    @Override
    public void releaseStream(ReleaseStreamRequest request, StreamObserver<ReleaseStreamResponse> response) {
        NodeName former = node.release(CallerIdentity.current(), new StreamName(request.getStream()));
        response.onNext(ReleaseStreamResponse.newBuilder().setFormerOwner(former.value()).build());
        response.onCompleted();
    }

    @Override
    public void revoke(RevokeRequest request, StreamObserver<RevokeResponse> response) {
        Instant at = time.now();
        Revocation revocation = node.revoke(CallerIdentity.current(), member(request.getRole(), request.getClient()),
                request.getForce() ? Caution.INSIST : Caution.REFUSE_MISTAKES);
        RevokeResponse.Builder answer = RevokeResponse.newBuilder().setAtMs(at.toEpochMilli())
                .addAllCompromised(revocation.compromised().stream().map(KeyId::value).toList())
                .addAllOrdered(revocation.ordered().stream().map(KeyLine::toString).toList())
                .addAllWaiting(revocation.waiting().stream().map(KeyLine::toString).toList());
        revocation.unstored()
                .ifPresent(why -> answer.setUnstored(why.text()).setUnstoredMessage(MessageCodec.write(why)));
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void reinstate(ReinstateRequest request, StreamObserver<ReinstateResponse> response) {
        Member member = member(request.getRole(), request.getName());
        node.reinstate(CallerIdentity.current(), member);
        PolicyListing after = node.policy();
        response.onNext(ReinstateResponse.newBuilder().setStanding(standing(member, after))
                .setHasNothing(hasNothing(member, after)).build());
        response.onCompleted();
    }

    private static boolean hasNothing(Member member, PolicyListing policy) {
        return switch (member.role()) {
            case CLIENT -> policy.grants().stream().noneMatch(grant -> grant.client().equals(member.name()));
            case CONTENT_SERVER -> policy.owners().stream().noneMatch(owned -> owned.getValue().equals(member.name()));
            case KEY_SERVER, KEY_MASTER, KEY_SLAVE, OPERATOR -> false;
        };
    }

    private static Member member(org.kagicast.proto.Role role, String name) {
        return new Member(role == org.kagicast.proto.Role.ROLE_UNSPECIFIED
                ? Role.CLIENT
                : ProtoEnums.toModel(role)
                        .orElseThrow(() -> new OperatorException("There is no such role: see 'kagicast help revoke'.")),
                new NodeName(name));
    }

    @Override
    public void getPolicy(GetPolicyRequest request, StreamObserver<GetPolicyResponse> response) {
        response.onNext(PolicyPages.page(node.policy(), request));
        response.onCompleted();
    }

    @Override
    public void verifyAudit(VerifyAuditRequest request, StreamObserver<VerifyAuditResponse> response) {
        OwnAudit own = audit.orElseThrow(() -> new OperatorException("Node " + node.name()
                + " keeps no audit log: name a key server, key master, key slave or content server."));
        Optional<AuditPin> pin = Optional.of(request.getPin()).filter(text -> !text.isEmpty()).map(AuditPin::parse);
        response.onNext(switch (own.verify(pin)) {
            case AuditVerification.Intact intact -> VerifyAuditResponse.newBuilder().setFirst(intact.first())
                    .setEntries(intact.entries())
                    .setHead(AuditHead.newBuilder().setSequence(intact.head().sequence())
                            .setHash(intact.head().hash()).setAt(intact.head().at())
                            .setSignature(intact.head().signature()))
                    .setPublicKey(intact.publicKey()).build();
            case AuditVerification.Broken broken ->
                VerifyAuditResponse.newBuilder().setBroken(broken.sentence()).build();
        });
        response.onCompleted();
    }

    private static RekeyCommand command(RekeyRequest request) {
        return switch (request.getActionCase()) {
            case NOW -> new RekeyCommand.Now();
            case ANNOUNCE -> new RekeyCommand.Announce(duration(request.getAnnounce().getLeadTimeMs()));
            case HOLD -> hold(request.getHold());
            case SWITCH_NOW -> new RekeyCommand.SwitchNow(named(request.getSwitchNow().getKeyId()));
            case CANCEL -> new RekeyCommand.Cancel(named(request.getCancel().getKeyId()));
            case ACTION_NOT_SET -> throw new OperatorException(
                    "A rekey of " + request.getStream()
                            + " says what to do: now, announce, hold, switch now or cancel.");
        };
    }

    private static RekeyCommand hold(RekeyRequest.Hold hold) {
        return new RekeyCommand.Hold(named(hold.getKeyId()),
                Optional.of(hold.getUntilShare()).filter(share -> share != 0), duration(hold.getAtMostMs()));
    }

    private static Optional<Duration> duration(int unsignedMillis) {
        return Optional.of(unsignedMillis).filter(millis -> millis != 0).map(Integer::toUnsignedLong)
                .map(Duration::ofMillis);
    }

    private static Optional<KeyId> named(long keyId) {
        if (keyId != 0 && !KeyId.isValid(keyId)) {
            throw new OperatorException("No key has the ID " + Long.toUnsignedString(keyId)
                    + ": take one that the node's status shows.");
        }
        return Optional.of(keyId).filter(named -> named != 0).map(KeyId::new);
    }

    private static RekeyResponse done(List<KeyName> keys) {
        var response = RekeyResponse.newBuilder().setKeyId(keys.getFirst().id().value());
        keys.forEach(key -> response.addKeyIds(key.id().value()).addKeys(RekeyedKey.newBuilder()
                .setKeyId(key.id().value()).setLabel(key.line().label().value()).setNumber(key.number())));
        return response.build();
    }

    /// An expected outcome is a field of the response; only its sentence is told.
    private static RekeyResponse refused(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof OperatorException told) {
            return refused(told.coded());
        }
        LOG.error("A rekey failed", cause);
        return refused(NodeMessage.REKEY_FAILED.with());
    }

    private static RekeyResponse refused(CodedMessage why) {
        return RekeyResponse.newBuilder().setRefusal(why.text()).setRefusalMessage(MessageCodec.write(why)).build();
    }

    private static String version() {
        return Optional.ofNullable(NodeService.class.getPackage().getImplementationVersion()).orElse("development");
    }
}
