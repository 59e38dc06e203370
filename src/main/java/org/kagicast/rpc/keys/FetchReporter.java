package org.kagicast.rpc.keys;

import java.util.concurrent.CompletableFuture;
import org.kagicast.model.NodeName;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.ReportFetchersRequest;
import org.kagicast.proto.ReportFetchersResponse;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.UnaryCall;

/// How a key slave reports to the key master how many clients have fetched keys from it. The connection stays with
/// whoever opened it. Safe for use by several threads.
public final class FetchReporter {

    private final Connection connection;

    public FetchReporter(Connection connection) {
        this.connection = connection;
    }

    /// Reports, and returns at once. The future fails with an [org.kagicast.model.OperatorException], and is cancelled by
    /// whoever waits no longer.
    public CompletableFuture<ReportFetchersResponse> report(ReportFetchersRequest request) {
        return UnaryCall.start(connection, ReplicationServiceGrpc.getReportFetchersMethod(), request,
                new Reading(connection.peer()));
    }

    private record Reading(String peer) implements UnaryCall.Reading<ReportFetchersResponse, ReportFetchersResponse> {

        @Override
        public ReportFetchersResponse answered(ReportFetchersResponse message, NodeName from) {
            return message;
        }

        @Override
        public void discard(ReportFetchersResponse result) {
            // There is nothing in it.
        }
    }
}
