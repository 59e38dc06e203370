package org.kagicast.rpc.keys;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.proto.GetKeyOnBehalfRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.UnaryCall;

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
    public KeyFetcher.Fetch fetch(Identity client, KeyId keyId, FetchReason reason) {
        GetKeyOnBehalfRequest request = GetKeyOnBehalfRequest.newBuilder().setKeyId(keyId.value())
                .setClient(client.toString()).setAnnounced(reason == FetchReason.ANNOUNCED).build();
        CompletableFuture<FetchOutcome> outcome = UnaryCall.start(connection, METHOD, request,
                new AnswerReading(new GrpcKeyFetcher.KeyReading(connection.peer(), keyId)));
        return () -> outcome;
    }

    /// As for a client, but that a call which is refused says something of the slave, and nothing of the client.
    private record AnswerReading(
            GrpcKeyFetcher.KeyReading client) implements UnaryCall.Reading<GetKeyResponse, FetchOutcome> {

        @Override
        public FetchOutcome answered(GetKeyResponse message, NodeName from) {
            return client.answered(message, from);
        }

        @Override
        public String peer() {
            return client.peer();
        }

        @Override
        public FetchOutcome failed(Status status) {
            return client.failed(status);
        }

        @Override
        public void discard(FetchOutcome result) {
            client.discard(result);
        }
    }
}
