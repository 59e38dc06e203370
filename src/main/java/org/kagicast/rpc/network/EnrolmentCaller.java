package org.kagicast.rpc.network;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyLine;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.pki.CertificateSource;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.IssuedCertificate;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.RenewalProof;
import org.kagicast.pki.ca.EnrolmentClient;
import org.kagicast.proto.CodedMessage;
import org.kagicast.proto.EnrolRequest;
import org.kagicast.proto.EnrolResponse;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.EnrolmentServiceGrpc.EnrolmentServiceBlockingStub;
import org.kagicast.proto.IssueTokenRequest;
import org.kagicast.proto.RenewRequest;
import org.kagicast.proto.RenewResponse;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.GrpcErrors;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.ProtoEnums;

/// Calls of the enrolment service. Each waits for its answer.
public final class EnrolmentCaller {

    private static final long MOST_SECONDS = 10;
    private static final long SECONDS_TO_PASS_ON = 5;

    private EnrolmentCaller() {
    }

    /// Enrols a newcomer, over a connection on which only the server shows a certificate.
    ///
    /// @param server the key server or key master
    /// @param folder where the identity goes; must not exist, or be empty
    /// @throws OperatorException if the server is not of the token's trust domain, refused, or did not answer
    public static NodeIdentity enrol(HostPort server, EnrolmentClient newcomer, Path folder) {
        ServerAddresses addresses = new ServerAddresses(List.of(server));
        ManagedChannel channel = NettyChannelBuilder.forTarget(ServerAddressesProvider.SCHEME + ":///servers")
                .setNameResolverArg(ServerAddresses.KEY, addresses).sslContext(TlsContexts.newcomer(newcomer.trust()))
                .disableRetry().build();
        String peer = "key server at " + server;
        try {
            return newcomer.enrol(folder, request -> enrol(channel, peer, newcomer.token().text(), request));
        } finally {
            channel.shutdownNow();
        }
    }

    /// A way to the next certificate of whoever's connection it is.
    public static CertificateSource renewing(Connection connection, RenewableIdentity self) {
        return request -> renew(connection, renewRequest(self, request));
    }

    /// The same by several ways, each of which is tried until one succeeds.
    ///
    /// @param connections without one it always fails
    public static CertificateSource renewing(List<Connection> connections, RenewableIdentity self) {
        return request -> {
            if (connections.isEmpty()) {
                throw new OperatorException(EnrolmentMessage.NOBODY_TO_RENEW.with());
            }
            List<OperatorException> failures = new ArrayList<>();
            for (Connection connection : connections) {
                try {
                    return renew(connection, renewRequest(self, request));
                } catch (OperatorException failed) {
                    failures.add(failed);
                }
            }
            throw new OperatorException(org.kagicast.model.message.CodedMessage.joined(
                    failures.stream().map(OperatorException::coded).distinct()).orElseThrow(), failures.getFirst());
        };
    }

    /// Passes on somebody's wish for the next certificate.
    ///
    /// @throws OperatorException if nobody answers, with a cause that says so
    static RenewResponse passOn(Connection master, RenewRequest request) {
        master.tryNow();
        try {
            return stub(master.channel(), SECONDS_TO_PASS_ON).renewOnBehalf(request);
        } catch (StatusRuntimeException fault) {
            throw GrpcErrors.exception(master.peer(), fault);
        }
    }

    /// Has a one-time token made, as an operator.
    ///
    /// @param lifetimeSeconds 0 for the usual ten minutes
    /// @return the token: one line, secret until it is used or expired
    public static String token(Connection connection, Enrollee enrollee, int lifetimeSeconds) {
        IssueTokenRequest request = IssueTokenRequest.newBuilder().setRole(ProtoEnums.toProto(enrollee.role()))
                .setName(enrollee.name().value()).addAllAddresses(enrollee.addresses())
                .addAllStreams(enrollee.streams().stream().map(KeyLine::toString).sorted().toList())
                .setLifetimeSeconds(lifetimeSeconds).build();
        try {
            return stub(connection.channel()).issueToken(request).getToken();
        } catch (StatusRuntimeException fault) {
            throw GrpcErrors.exception(connection.peer(), fault);
        }
    }

    private static IssuedCertificate enrol(Channel channel, String peer, String token, byte[] request) {
        try {
            EnrolResponse response = stub(channel).enrol(EnrolRequest.newBuilder().setToken(token)
                    .setCertificateRequest(ByteString.copyFrom(request)).build());
            return response.hasIssued()
                    ? read(response.getIssued())
                    : refused(peer, response.getRefusal(), response.getRefusalMessage());
        } catch (StatusRuntimeException fault) {
            throw GrpcErrors.exception(peer, fault);
        }
    }

    private static RenewRequest renewRequest(RenewableIdentity self, byte[] request) {
        RenewalProof proof = self.proof(request);
        return RenewRequest.newBuilder().setCertificateRequest(ByteString.copyFrom(request))
                .setCertificate(ByteString.copyFrom(proof.certificate()))
                .setProof(ByteString.copyFrom(proof.signature())).build();
    }

    private static IssuedCertificate renew(Connection connection, RenewRequest request) {
        connection.tryNow();
        try {
            RenewResponse response = stub(connection.channel()).renew(request);
            return response.hasIssued()
                    ? read(response.getIssued())
                    : refused(connection.peer(), response.getRefusal(), response.getRefusalMessage());
        } catch (StatusRuntimeException fault) {
            throw GrpcErrors.exception(connection.peer(), fault);
        }
    }

    private static EnrolmentServiceBlockingStub stub(Channel channel) {
        return stub(channel, MOST_SECONDS);
    }

    private static EnrolmentServiceBlockingStub stub(Channel channel, long seconds) {
        return EnrolmentServiceGrpc.newBlockingStub(channel).withDeadlineAfter(seconds, TimeUnit.SECONDS);
    }

    private static IssuedCertificate read(org.kagicast.proto.IssuedCertificate issued) {
        return IssuedCertificate.decode(issued.getChainList().stream().map(ByteString::toByteArray).toList());
    }

    private static IssuedCertificate refused(String peer, String sentence, CodedMessage code) {
        throw new OperatorException(MessageCodec.read(sentence, code)
                .orElseGet(() -> EnrolmentMessage.NO_REASON.with(peer)));
    }
}
