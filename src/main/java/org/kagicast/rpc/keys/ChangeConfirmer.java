package org.kagicast.rpc.keys;

import java.util.concurrent.CompletableFuture;
import org.kagicast.model.NodeName;
import org.kagicast.proto.ConfirmChangesRequest;
import org.kagicast.proto.ConfirmChangesResponse;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.UnaryCall;

/// How a key slave tells the key master what its copy has stored. The connection stays with whoever opened it. Safe for
/// use by several threads.
public final class ChangeConfirmer {

    private final Connection connection;

    public ChangeConfirmer(Connection connection) {
        this.connection = connection;
    }

    /// Tells it, and that nothing more can be stored now if so, and returns at once. The future fails with an
    /// [org.kagicast.model.OperatorException], and is cancelled by whoever waits no longer.
    public CompletableFuture<ConfirmChangesResponse> confirm(String tableId, long revision, boolean notStoring) {
        ConfirmChangesRequest request = ConfirmChangesRequest.newBuilder().setTableId(tableId).setRevision(revision)
                .setNotStoring(notStoring).build();
        return UnaryCall.start(connection, ReplicationServiceGrpc.getConfirmChangesMethod(), request,
                new Reading(connection.peer()));
    }

    private record Reading(String peer) implements UnaryCall.Reading<ConfirmChangesResponse, ConfirmChangesResponse> {

        @Override
        public ConfirmChangesResponse answered(ConfirmChangesResponse message, NodeName from) {
            return message;
        }

        @Override
        public void discard(ConfirmChangesResponse result) {
            // There is nothing in it.
        }
    }
}
