package org.kagicast.rpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// One request with one response, which the caller may give up. Its callbacks come one at a time.
public final class UnaryCall<A, T> extends ClientCall.Listener<A> {

    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final Reading<A, T> reading;
    private NodeName from;
    private @Nullable A message;

    private UnaryCall(NodeName expected, Reading<A, T> reading) {
        this.from = expected;
        this.reading = reading;
    }

    /// Sends the request. Cancelling the future cancels the call, and leaves the server where one can be left; ending it
    /// with an [UnwantedException] cancels the call alone.
    public static <Q, A, T> CompletableFuture<T> start(Connection connection, MethodDescriptor<Q, A> method, Q request,
            Reading<A, T> reading) {
        connection.tryNow();
        UnaryCall<A, T> unary = new UnaryCall<>(connection.usualName(), reading);
        ClientCall<Q, A> call = connection.channel().newCall(method, CallOptions.DEFAULT);
        unary.cancelsWithFuture(call, connection);
        call.start(unary, new Metadata());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return unary.future;
    }

    /// The future that comes of this one has nobody to wait for it.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void cancelsWithFuture(ClientCall<?, A> call, Connection connection) {
        long stay = connection.stay();
        future.whenComplete((result, fault) -> {
            if (future.isCancelled()) {
                call.cancel("given up by the caller", null);
                if (!(fault instanceof UnwantedException)) {
                    connection.gaveUp(stay);
                }
            }
        });
    }

    @Override
    public void onHeaders(Metadata headers) {
        from = ServerName.in(headers).orElse(from);
    }

    @Override
    public void onMessage(A received) {
        message = received;
    }

    @Override
    public void onClose(Status closed, Metadata trailers) {
        Status status = RefusalTrailer.explained(closed, trailers);
        A received = message;
        from = ServerName.in(trailers).orElse(from);
        try {
            Optional<RefusalReason> reason = RefusalTrailer.in(trailers);
            if (!status.isOk() && reason.isPresent()) {
                end(reading.refused(reason.get(), status, from));
            } else if (!status.isOk()) {
                end(reading.failed(status));
            } else if (received == null) {
                end(reading.failed(Status.INTERNAL));
            } else {
                end(reading.answered(received, from));
            }
        } catch (RuntimeException fault) {
            future.completeExceptionally(fault);
        }
    }

    private void end(T result) {
        if (!future.complete(result)) {
            reading.discard(result);
        }
    }

    /// Makes the result of what came. A runtime exception becomes the failure of the future.
    public interface Reading<A, T> {

        T answered(A message, NodeName from);

        /// What the peer is called when an operator is told of a failure.
        String peer();

        /// The call failed, and with it the future, unless a failure is an answer too.
        default T failed(Status status) {
            throw GrpcErrors.exception(peer(), status);
        }

        /// The server gave a reason that a program can tell from others.
        default T refused(RefusalReason reason, Status status, NodeName from) {
            return failed(status);
        }

        /// Wipes a result that nobody waits for any more.
        void discard(T result);
    }
}
