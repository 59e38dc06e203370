package org.kagicast.rpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;

/// What the failure of a call says about asking again.
public enum Retry {
    /// Nobody is known to have answered, or the caller's certificate has ended and is being renewed: the very same request
    /// may be sent again.
    SAME,
    /// The server has no room for it now, on its disk for example: the very same request may succeed later. Another one
    /// would only leave more behind.
    LATER,
    /// The server cannot do this: another request may succeed later.
    ANEW,
    /// The server knows the caller and refuses: asking again is in vain.
    NEVER;

    /// @param fault the failure of a future of this package
    public static Retry after(Throwable fault) {
        Throwable told = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return told.getCause() instanceof StatusRuntimeException status ? after(status.getStatus().getCode()) : SAME;
    }

    static Retry after(Status.Code code) {
        return switch (code) {
            case PERMISSION_DENIED, INVALID_ARGUMENT, UNIMPLEMENTED -> NEVER;
            case RESOURCE_EXHAUSTED -> LATER;
            case FAILED_PRECONDITION, NOT_FOUND, ALREADY_EXISTS -> ANEW;
            default -> SAME;
        };
    }
}
