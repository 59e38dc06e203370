package org.kagicast.node;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;

/// A follower in the same process that is always ready.
///
/// @param <M> what it is sent
final class Taking<M> extends ServerCallStreamObserver<M> {

    private final List<M> seen;

    Taking(List<M> seen) {
        this.seen = seen;
    }

    @Override
    public void onNext(M message) {
        seen.add(message);
    }

    @Override
    public void onError(Throwable fault) {
        throw new AssertionError(fault);
    }

    @Override
    public void onCompleted() {
        throw new AssertionError("it goes on");
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        // Nobody cancels.
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        // It is ready.
    }

    @Override
    public void request(int count) {
        // There is one request.
    }

    @Override
    public void setMessageCompression(boolean enable) {
        // There is none.
    }

    @Override
    public void setCompression(String compression) {
        // There is none.
    }

    @Override
    public void disableAutoInboundFlowControl() {
        // There is none.
    }
}
