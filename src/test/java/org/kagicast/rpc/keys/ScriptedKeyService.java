package org.kagicast.rpc.keys;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.kagicast.model.Identity;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.CreateKeyResponse;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.CallerIdentity;

/// A key service that answers what a test tells it, so that wrong answers can be tried too.
public final class ScriptedKeyService extends KeyServiceGrpc.KeyServiceImplBase {

    static final Function<GetKeyRequest, GetKeyResponse> SILENT = request -> null;

    public volatile Function<GetKeyRequest, GetKeyResponse> getKey = SILENT;
    volatile Function<CreateKeyRequest, CreateKeyResponse> createKey = request -> null;
    public volatile Identity caller;
    volatile GetKeyRequest asked;
    final CountDownLatch cancelled = new CountDownLatch(1);
    final CountDownLatch arrived = new CountDownLatch(1);

    @Override
    public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> observer) {
        caller = CallerIdentity.current();
        asked = request;
        ((ServerCallStreamObserver<GetKeyResponse>) observer).setOnCancelHandler(cancelled::countDown);
        answer(getKey.apply(request), observer);
        arrived.countDown();
    }

    @Override
    public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> observer) {
        caller = CallerIdentity.current();
        answer(createKey.apply(request), observer);
    }

    private static <A> void answer(A response, StreamObserver<A> observer) {
        if (response != null) {
            observer.onNext(response);
            observer.onCompleted();
        }
    }
}
