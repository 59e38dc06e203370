package org.kagicast.rpc;

import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.proto.GetKeyOnBehalfRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.ReplicationServiceGrpc;

/// How a key slave asks the key master for a key on behalf of a client, whom the master judges. The connection stays
/// with whoever opened it. Safe for use by several threads.
public final class DelegatedFetcher {

    private static final MethodDescriptor<GetKeyOnBehalfRequest, GetKeyResponse> METHOD = ReplicationServiceGrpc
            .getGetKeyOnBehalfMethod();

    private final Connection connection;

    public DelegatedFetcher(Connection connection) {
        this.connection = connection;
    }

    /// Asks, and returns at once.
    ///
    /// @param client who asked the slave
    public KeyFetcher.Fetch fetch(Identity client, KeyId keyId, Occasion occasion) {
        GetKeyOnBehalfRequest request = GetKeyOnBehalfRequest.newBuilder().setKeyId(keyId.value())
                .setClient(client.toString()).setAnnounced(occasion == Occasion.ANNOUNCED).build();
        CompletableFuture<FetchOutcome> outcome = UnaryCall.start(connection, METHOD, request,
                new GrpcKeyFetcher.KeyReading(connection.peer(), keyId));
        return () -> outcome;
    }
}
