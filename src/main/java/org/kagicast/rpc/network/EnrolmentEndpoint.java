package org.kagicast.rpc.network;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.RenewalProof;
import org.kagicast.pki.ca.Enrolment;
import org.kagicast.pki.ca.EnrolmentAnswer;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.proto.EnrolRequest;
import org.kagicast.proto.EnrolResponse;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.IssueTokenRequest;
import org.kagicast.proto.IssueTokenResponse;
import org.kagicast.proto.IssuedCertificate;
import org.kagicast.proto.RenewRequest;
import org.kagicast.proto.RenewResponse;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.CallerIdentity;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.ProtoEnums;

/// The enrolment service on the wire. The enrolment stays with whoever opened it.
public final class EnrolmentEndpoint extends EnrolmentServiceGrpc.EnrolmentServiceImplBase {

    private final Enrolment enrolment;

    public EnrolmentEndpoint(Enrolment enrolment) {
        this.enrolment = enrolment;
    }

    @Override
    public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> observer) {
        EnrolmentAnswer answer = enrolment.enrol(request.getToken(), request.getCertificateRequest().toByteArray());
        finish(observer, switch (answer) {
            case EnrolmentAnswer.Issued issued ->
                EnrolResponse.newBuilder().setIssued(written(issued.certificate())).build();
            case EnrolmentAnswer.Refused refused -> EnrolResponse.newBuilder().setRefusal(refused.sentence().text())
                    .setRefusalMessage(MessageCodec.write(refused.sentence())).build();
        });
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewResponse> observer) {
        PeerCertificate current = StandingInterceptor.currentCertificate()
                .orElseThrow(() -> new CallRefusedException(Status.Code.UNAUTHENTICATED,
                        EnrolmentMessage.NOTHING_TO_RENEW.with()));
        finish(observer, renewed(enrolment.renew(current, request.getCertificateRequest().toByteArray())));
    }

    @Override
    public void renewOnBehalf(RenewRequest request, StreamObserver<RenewResponse> observer) {
        RenewalProof proof = new RenewalProof(request.getCertificate().toByteArray(),
                request.getProof().toByteArray());
        finish(observer, renewed(enrolment.renewOnBehalf(proof, request.getCertificateRequest().toByteArray())));
    }

    private static RenewResponse renewed(EnrolmentAnswer answer) {
        return switch (answer) {
            case EnrolmentAnswer.Issued issued ->
                RenewResponse.newBuilder().setIssued(written(issued.certificate())).build();
            case EnrolmentAnswer.Refused refused -> RenewResponse.newBuilder().setRefusal(refused.sentence().text())
                    .setRefusalMessage(MessageCodec.write(refused.sentence())).build();
        };
    }

    @Override
    public void issueToken(IssueTokenRequest request, StreamObserver<IssueTokenResponse> observer) {
        Duration lifetime = request.getLifetimeSeconds() == 0
                ? TrustDomain.USUAL_TOKEN_LIFETIME
                : Duration.ofSeconds(Integer.toUnsignedLong(request.getLifetimeSeconds()));
        String token = enrolment.token(CallerIdentity.current(), enrollee(request), lifetime).text();
        finish(observer, IssueTokenResponse.newBuilder().setToken(token).build());
    }

    private static Enrollee enrollee(IssueTokenRequest request) {
        Set<KeyLine> streams = request.getStreamsList().stream().map(KeyLine::parse).collect(Collectors.toSet());
        return new Enrollee(
                ProtoEnums.toModel(request.getRole())
                        .orElseThrow(() -> new OperatorException("The token needs a role: say which.")),
                new NodeName(request.getName()), List.copyOf(request.getAddressesList()), streams);
    }

    private static IssuedCertificate written(org.kagicast.pki.IssuedCertificate issued) {
        return IssuedCertificate.newBuilder().addAllChain(issued.encoded().stream().map(ByteString::copyFrom).toList())
                .build();
    }

    private static <A> void finish(StreamObserver<A> observer, A response) {
        observer.onNext(response);
        observer.onCompleted();
    }
}
