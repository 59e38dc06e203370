package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.proto.EnrolRequest;
import org.kagicast.proto.EnrolResponse;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.FetchOutcome;

/// Who takes connections and means no good, on real sockets.
@Timeout(60)
class ManyConnectionsTest {

    private static final int MANY = 4_100;

    private final EchoKeyService service = new EchoKeyService();
    private TlsFixture fixture;
    private RenewableIdentity alice;
    private RenewableIdentity keyServer;

    @BeforeEach
    void start(@TempDir Path folder) {
        fixture = new TlsFixture(folder);
        alice = fixture.identity(Role.CLIENT, "alice");
        keyServer = fixture.server(Role.KEY_SERVER, "ks-1");
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    @DisplayName("R31 one address that opens 4,100 connections keeps nobody from the key server, not even at that address")
    void oneAddressTakesAll() throws Exception {
        NetworkServing serving = fixture.serve(keyServer, service);
        Connection established = fixture.connect(alice, serving);
        assertThat(TlsFixture.fetch(established)).isInstanceOf(FetchOutcome.Refused.class);

        List<SocketChannel> taken = take(serving);
        try {
            assertThat(ask(serving, "127.0.0.2")).isEqualTo(Status.Code.OK);
            assertThat(ask(serving, "127.0.0.1")).isEqualTo(Status.Code.OK);
            assertThat(TlsFixture.fetch(established)).isInstanceOf(FetchOutcome.Refused.class);
            assertThat(serving.connections().open()).isLessThan(300);
            assertThat(serving.connections().refused()).isGreaterThan(3_800);
            assertThat(serving.connections().problem().map(CodedMessage::text).orElse("")).contains("127.0.0.1");
        } finally {
            for (SocketChannel each : taken) {
                each.close();
            }
        }
    }

    @Test
    @DisplayName("R34 whoever is revoked keeps no connection: with such a certificate a caller is a stranger, who has ten seconds")
    void revokedCallerKeepsNoPlace() throws Exception {
        NetworkServing serving = fixture.serve(keyServer, service);
        Connection member = fixture.connect(alice, serving);
        assertThat(TlsFixture.fetch(member)).isInstanceOf(FetchOutcome.Refused.class);
        RenewableIdentity mallory = fixture.identity(Role.CLIENT, "mallory");
        fixture.revoked.add(mallory.identity());
        ManagedChannel thief = fixture
                .channel(TlsContexts.client(mallory.current().keyManager(), fixture.trustOf(mallory)), serving);
        assertThat(getKey(thief)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(serving.connections().open()).isEqualTo(2);

        fixture.time.turn(NetworkLimits.DEFAULT.stranger());

        TlsFixture.await(() -> serving.connections().open() == 1);
        assertThat(TlsFixture.fetch(member)).isInstanceOf(FetchOutcome.Refused.class);
    }

    private List<SocketChannel> take(NetworkServing serving) throws IOException {
        List<SocketChannel> taken = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            SocketChannel socket = SocketChannel.open();
            taken.add(fixture.closing(socket));
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            socket.connect(new InetSocketAddress("127.0.0.1", serving.address().port()));
        }
        return taken;
    }

    /// With a new connection from some address, tried once.
    private Status.Code ask(NetworkServing serving, String from) {
        SslContext tls = TlsContexts.client(alice.current().keyManager(), fixture.trustOf(alice));
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", serving.address().port()).sslContext(tls)
                .localSocketPicker(new NettyChannelBuilder.LocalSocketPicker() {
                    @Override
                    public InetSocketAddress createSocketAddress(java.net.SocketAddress remote,
                            io.grpc.Attributes attributes) {
                        return new InetSocketAddress(from, 0);
                    }
                }).build();
        fixture.closing(channel::shutdownNow);
        return getKey(channel);
    }

    private static Status.Code getKey(ManagedChannel channel) {
        try {
            KeyServiceGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS)
                    .getKey(GetKeyRequest.newBuilder().setKeyId(7).build());
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        }
    }

    @Test
    @DisplayName("R31 an enrolment of which nothing but the beginning comes is ended, and its connection closed")
    void hangingEnrolment() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        NetworkServing serving = fixture.serve(keyServer, service, enrolment(begun));
        Connection member = fixture.connect(alice, serving);
        assertThat(TlsFixture.fetch(member)).isInstanceOf(FetchOutcome.Refused.class);
        ManagedChannel stranger = fixture.channel(TlsContexts.newcomer(fixture.trustOf(alice)), serving);

        List<CompletableFuture<Status>> hanging = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hanging.add(hangingEnrol(stranger));
        }

        assertThat(getKey(stranger)).as("which also sends the headers that wait for their messages")
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        TlsFixture.await(() -> begun.get() == hanging.size());
        fixture.time.turn(NetworkLimits.DEFAULT.stranger().minusMillis(1));
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        fixture.time.turn(Duration.ofMillis(1));
        for (CompletableFuture<Status> each : hanging) {
            assertThat(each.get(10, TimeUnit.SECONDS).isOk()).isFalse();
        }
        TlsFixture.await(() -> serving.connections().open() == 1);
        assertThat(TlsFixture.fetch(member)).isInstanceOf(FetchOutcome.Refused.class);
    }

    /// An enrolment service that counts the calls of which the beginning has come.
    private static BindableService enrolment(AtomicInteger begun) {
        return () -> ServerInterceptors.intercept(new EnrolmentServiceGrpc.EnrolmentServiceImplBase() {
        }, new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
                    ServerCallHandler<Q, A> next) {
                begun.incrementAndGet();
                return next.startCall(call, headers);
            }
        });
    }

    /// Sends headers and no message.
    private static CompletableFuture<Status> hangingEnrol(ManagedChannel channel) {
        CompletableFuture<Status> ended = new CompletableFuture<>();
        ClientCall<EnrolRequest, EnrolResponse> call = channel.newCall(EnrolmentServiceGrpc.getEnrolMethod(),
                CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                ended.complete(status);
            }
        }, new Metadata());
        call.request(1);
        return ended;
    }
}
