package org.kagicast.keyserver;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.kagicast.keyserver.replication.ChangeFeeds;
import org.kagicast.model.Identity;
import org.kagicast.proto.ConfirmChangesRequest;
import org.kagicast.proto.ConfirmChangesResponse;
import org.kagicast.proto.GetKeyOnBehalfRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.ReportFetchersRequest;
import org.kagicast.proto.ReportFetchersResponse;
import org.kagicast.proto.TableChanges;
import org.kagicast.proto.WatchChangesRequest;
import org.kagicast.rpc.CallerIdentity;

/// The replication service on the wire: what a key master does for its slaves.
final class ReplicationEndpoint extends ReplicationServiceGrpc.ReplicationServiceImplBase {

    private final KeyLookup lookup;
    private final KeyCreation creation;
    private final ChangeFeeds feeds;

    ReplicationEndpoint(KeyLookup lookup, KeyCreation creation, ChangeFeeds feeds) {
        this.lookup = lookup;
        this.creation = creation;
        this.feeds = feeds;
    }

    @Override
    public void watchChanges(WatchChangesRequest request, StreamObserver<TableChanges> observer) {
        feeds.open(CallerIdentity.current().name(), request, (ServerCallStreamObserver<TableChanges>) observer);
    }

    @Override
    public void getKeyOnBehalf(GetKeyOnBehalfRequest request, StreamObserver<GetKeyResponse> observer) {
        Identity slave = CallerIdentity.current();
        Identity client = Requests.client(request, slave.trustDomain());
        try (KeyAnswer answer = lookup.getForSlave(client.name(), slave, Requests.keyId(request.getKeyId()))) {
            observer.onNext(Responses.answered(answer));
            observer.onCompleted();
        }
    }

    @Override
    public void confirmChanges(ConfirmChangesRequest request, StreamObserver<ConfirmChangesResponse> observer) {
        feeds.confirmed(CallerIdentity.current().name(), request);
        observer.onNext(ConfirmChangesResponse.getDefaultInstance());
        observer.onCompleted();
    }

    @Override
    public void reportFetchers(ReportFetchersRequest request, StreamObserver<ReportFetchersResponse> observer) {
        Requests.sketches(request).forEach(creation::fetched);
        observer.onNext(ReportFetchersResponse.getDefaultInstance());
        observer.onCompleted();
    }
}
