package org.kagicast.rpc.network;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.kagicast.model.Identity;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.CallerIdentity;

/// Refuses every key as unknown, and remembers who asked.
final class EchoKeyService extends KeyServiceGrpc.KeyServiceImplBase {

    final AtomicInteger asked = new AtomicInteger();
    final CountDownLatch arrived = new CountDownLatch(1);
    volatile Identity caller;
    volatile boolean silent;
    volatile StreamObserver<RekeyOrder> watch;

    @Override
    public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> observer) {
        caller = CallerIdentity.current();
        asked.incrementAndGet();
        arrived.countDown();
        if (!silent) {
            observer.onNext(
                    GetKeyResponse.newBuilder().setRefusal(GetKeyResponse.Refusal.REFUSAL_UNKNOWN).build());
            observer.onCompleted();
        }
    }

    @Override
    public void watchRekeyOrders(WatchRekeyOrdersRequest request, StreamObserver<RekeyOrder> observer) {
        ((ServerCallStreamObserver<RekeyOrder>) observer).setOnCancelHandler(() -> watch = null);
        observer.onNext(RekeyOrder.getDefaultInstance());
        watch = observer;
    }
}
