package org.kagicast.bench;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.kagicast.model.BaseKey;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.PeerTrust;
import org.kagicast.pki.TrustAudit;
import org.kagicast.proto.CipherSuite;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.network.ServerLoops;
import org.kagicast.rpc.network.TlsContexts;
import org.kagicast.time.Time;

/// What gRPC and TLS by themselves can do: a server that answers every key request with the same made-up key at once, on
/// the event loop, behind the TLS of a key server and nothing else. It listens on the loopback interface alone. There is
/// nothing in it to protect.
public final class BareKeyServer implements AutoCloseable {

    private static final int KEY_BYTES = 32;
    private static final ByteString KEY = ByteString.copyFrom(new byte[KEY_BYTES]);

    private final Server server;
    private final ServerLoops loops;

    private BareKeyServer(Server server, ServerLoops loops) {
        this.server = server;
        this.loops = loops;
    }

    /// @param identity folder of a key server's identity
    public static BareKeyServer start(Path identity, Time time) {
        NodeIdentity self = NodeIdentity.load(identity, time.now());
        ServerLoops loops = new ServerLoops();
        try {
            Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sslContext(TlsContexts.server(self.keyManager(),
                            PeerTrust.inCallers(self, time, TrustAudit.NONE)))
                    .bossEventLoopGroup(loops.accepting()).workerEventLoopGroup(loops.serving())
                    .channelFactory(loops.channels()).directExecutor().addService(new Same()).build().start();
            return new BareKeyServer(server, loops);
        } catch (IOException taken) {
            loops.close();
            throw new OperatorException("Nothing can listen on the loopback interface: see that it is up.", taken);
        }
    }

    /// Of the one key that it has.
    static String fingerprint() {
        try (BaseKey key = BaseKey.copyOf(KEY.toByteArray())) {
            return key.fingerprint();
        }
    }

    public HostPort address() {
        return new HostPort("127.0.0.1", server.getPort());
    }

    @Override
    public void close() {
        server.shutdownNow();
        loops.close();
    }

    private static final class Same extends KeyServiceGrpc.KeyServiceImplBase {

        @Override
        public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> observer) {
            observer.onNext(GetKeyResponse.newBuilder()
                    .setKey(DecryptionKey.newBuilder().setKeyId(request.getKeyId()).setStream("bench")
                            .setSuite(CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128).setBaseKey(KEY))
                    .build());
            observer.onCompleted();
        }
    }
}
