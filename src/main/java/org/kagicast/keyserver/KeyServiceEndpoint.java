package org.kagicast.keyserver;

import io.grpc.MethodDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.kagicast.keytable.KeyDeposit;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.model.NodeName;
import org.kagicast.proto.ConfirmWatchRequest;
import org.kagicast.proto.ConfirmWatchResponse;
import org.kagicast.proto.CountFetchersRequest;
import org.kagicast.proto.CountFetchersResponse;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.CreateKeyResponse;
import org.kagicast.proto.DepositKeyRequest;
import org.kagicast.proto.DepositKeyResponse;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.SetKeyStateRequest;
import org.kagicast.proto.SetKeyStateResponse;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.CallerIdentity;
import org.kagicast.rpc.NonBlockingService;
import org.kagicast.rpc.keys.FetchReason;

/// The key service on the wire: reads each request, has it done, writes the response. What is thrown here becomes a
/// status in `rpc`.
final class KeyServiceEndpoint extends KeyServiceGrpc.KeyServiceImplBase implements NonBlockingService {

    private final KeyCreation creation;
    private final KeyLookup lookup;
    private final RekeyOrders orders;
    private final int mostStreams;

    KeyServiceEndpoint(KeyCreation creation, KeyLookup lookup, RekeyOrders orders, int mostStreams) {
        this.creation = creation;
        this.lookup = lookup;
        this.orders = orders;
        this.mostStreams = mostStreams;
    }

    /// Giving keys out; making them waits for the disk.
    @Override
    public boolean isPrompt(MethodDescriptor<?, ?> method) {
        return method.equals(KeyServiceGrpc.getGetKeyMethod()) && lookup.isPrompt();
    }

    @Override
    public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> observer) {
        orders.require(instance(request.getInstanceId()));
        try (KeyRecord key = creation.create(Requests.keyRequest(caller(), request),
                FetchReason.of(request.getAnnounced()))) {
            finish(observer, Responses.created(key));
        }
    }

    @Override
    public void depositKey(DepositKeyRequest request, StreamObserver<DepositKeyResponse> observer) {
        orders.require(instance(request.getInstanceId()));
        KeyDeposit deposit = Requests.deposit(caller(), request);
        try {
            finish(observer, Responses.deposited(creation.deposit(deposit)));
        } finally {
            deposit.decryptionKey().close();
        }
    }

    @Override
    public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> observer) {
        try (KeyAnswer answer = lookup.get(caller(), Requests.keyId(request.getKeyId()),
                FetchReason.of(request.getAnnounced()))) {
            finish(observer, Responses.answered(answer));
        }
    }

    @Override
    public void setKeyState(SetKeyStateRequest request, StreamObserver<SetKeyStateResponse> observer) {
        orders.require(instance(request.getInstanceId()));
        creation.setState(caller(), Requests.keyId(request.getKeyId()), Requests.state(request));
        finish(observer, SetKeyStateResponse.getDefaultInstance());
    }

    @Override
    public void countFetchers(CountFetchersRequest request, StreamObserver<CountFetchersResponse> observer) {
        finish(observer, Responses.counted(
                creation.fetchers(caller(), Requests.keyIds(request), Requests.knownSlaves(request))));
    }

    @Override
    public void watchRekeyOrders(WatchRekeyOrdersRequest request, StreamObserver<RekeyOrder> observer) {
        Instance caller = instance(request.getInstanceId());
        ((ServerCallStreamObserver<RekeyOrder>) observer)
                .setOnCancelHandler(() -> orders.ended(caller.contentServer(), observer));
        orders.watch(caller, Requests.streams(request, mostStreams), Requests.keys(request), observer);
    }

    @Override
    public void confirmWatch(ConfirmWatchRequest request, StreamObserver<ConfirmWatchResponse> observer) {
        orders.confirm(instance(request.getInstanceId()));
        finish(observer, ConfirmWatchResponse.getDefaultInstance());
    }

    private static Instance instance(String id) {
        return new Instance(caller(), Requests.instanceId(id), CallerIdentity.from());
    }

    private static NodeName caller() {
        return CallerIdentity.current().name();
    }

    private static <A> void finish(StreamObserver<A> observer, A response) {
        observer.onNext(response);
        observer.onCompleted();
    }
}
