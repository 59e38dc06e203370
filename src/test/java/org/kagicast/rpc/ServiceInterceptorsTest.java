package org.kagicast.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.keys.ScriptedKeyService;

class ServiceInterceptorsTest {

    private static final Identity SERVER = Identity.parse("spiffe://lab/key-server/ks-1");
    private static final Identity CLIENT = Identity.parse("spiffe://lab/client/alice");
    private static final MethodDescriptor<GetKeyRequest, GetKeyResponse> UNLISTED = MethodDescriptor
            .<GetKeyRequest, GetKeyResponse>newBuilder().setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("kagicast.v1.Backdoor/Open")
            .setRequestMarshaller(ProtoUtils.marshaller(GetKeyRequest.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(GetKeyResponse.getDefaultInstance())).build();

    private final ScriptedKeyService service = new ScriptedKeyService();
    private final String name = UUID.randomUUID().toString();
    private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    private final Server server = start();

    private Server start() {
        service.getKey = request -> GetKeyResponse.getDefaultInstance();
        ServerServiceDefinition backdoor = ServerServiceDefinition.builder("kagicast.v1.Backdoor")
                .addMethod(UNLISTED, ServerCalls.asyncUnaryCall((request, observer) -> {
                    observer.onNext(GetKeyResponse.getDefaultInstance());
                    observer.onCompleted();
                })).build();
        try {
            return InProcessServerBuilder.forName(name)
                    .addService(ServiceInterceptors.before(service, SERVER, new AttachedIdentities()))
                    .addService(ServiceInterceptors.before(() -> backdoor, SERVER, new AttachedIdentities())).build()
                    .start();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private Channel as(Identity caller) {
        return ClientInterceptors.intercept(channel, AttachedIdentities.attaching(caller));
    }

    private static Status statusOf(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
        return Status.OK;
    }

    private static Status getKey(Channel channel) {
        return statusOf(() -> KeyServiceGrpc.newBlockingStub(channel).getKey(GetKeyRequest.getDefaultInstance()));
    }

    @Test
    @DisplayName("A caller without an identity is unauthenticated")
    void noIdentityIsUnauthenticated() {
        assertThat(getKey(channel).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(service.caller).isNull();
    }

    @Test
    @DisplayName("A caller whose identity cannot be read is unauthenticated")
    void malformedIdentityIsUnauthenticated() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("kagicast-identity", Metadata.ASCII_STRING_MARSHALLER), "spiffe://lab/king/me");

        Channel forger = ClientInterceptors.intercept(channel,
                MetadataUtils.newAttachHeadersInterceptor(headers));

        assertThat(getKey(forger).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    @DisplayName("A channel's identity replaces whatever a call brings along")
    void callCannotChooseItsIdentity() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("kagicast-identity", Metadata.ASCII_STRING_MARSHALLER),
                "spiffe://lab/content-server/cs-1");

        Channel posing = ClientInterceptors.intercept(as(CLIENT),
                MetadataUtils.newAttachHeadersInterceptor(headers));

        assertThat(statusOf(
                () -> KeyServiceGrpc.newBlockingStub(posing).createKey(CreateKeyRequest.getDefaultInstance()))
                .getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(getKey(posing)).isEqualTo(Status.OK);
        assertThat(service.caller).isEqualTo(CLIENT);
    }

    @Test
    @DisplayName("A wrong role and a wrong trust domain are denied before the service sees the call")
    void wrongCallerIsDenied() {
        assertThat(getKey(as(Identity.parse("spiffe://lab/content-server/cs-1"))).getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(getKey(as(Identity.parse("spiffe://other/client/alice"))).getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(service.caller).isNull();
    }

    @Test
    @DisplayName("A method that is served but not in the table is denied to everybody")
    void unlistedMethodIsDenied() {
        for (String role : List.of("client", "content-server", "operator", "key-server")) {
            Channel caller = as(Identity.parse("spiffe://lab/" + role + "/somebody"));
            assertThat(statusOf(() -> ClientCalls.blockingUnaryCall(caller, UNLISTED, CallOptions.DEFAULT,
                    GetKeyRequest.getDefaultInstance())).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    @DisplayName("Sentences for people cross the wire; anything else is an internal error without detail")
    void onlySentencesCross() {
        service.getKey = request -> {
            throw new OperatorException("It is locked: unlock it.");
        };
        assertThat(getKey(as(CLIENT))).satisfies(status -> {
            assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(status.getDescription()).isEqualTo("It is locked: unlock it.");
        });

        service.getKey = request -> {
            throw new CallRefusedException(Status.Code.NOT_FOUND, "There is none: make one.");
        };
        assertThat(getKey(as(CLIENT)).getCode()).isEqualTo(Status.Code.NOT_FOUND);

        service.getKey = request -> {
            throw new IllegalArgumentException("inner detail");
        };
        assertThat(getKey(as(CLIENT))).satisfies(status -> {
            assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(status.getDescription()).isEqualTo("internal error");
            assertThat(status.getCause()).isNull();
        });
    }

    @Test
    @DisplayName("Two servers of one identity cannot run on one network, but on two they can")
    void identityIsServedOnce() {
        InProcessNetwork network = new InProcessNetwork();
        try (Serving first = network.serve(SERVER, List.of(service));
                Serving elsewhere = new InProcessNetwork().serve(SERVER, List.of(service))) {
            assertThat(elsewhere).isNotSameAs(first);
            assertThatThrownBy(() -> network.serve(SERVER, List.of(service))).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("ks-1");
        }
    }
}
