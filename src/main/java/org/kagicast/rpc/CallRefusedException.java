package org.kagicast.rpc;

import io.grpc.Status;
import java.io.Serial;

/// Ends a call with a status that the caller is meant to see. Its message is one sentence without secrets.
public final class CallRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Status.Code code;

    public CallRefusedException(Status.Code code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public Status.Code code() {
        return code;
    }
}
