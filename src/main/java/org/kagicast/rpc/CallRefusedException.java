package org.kagicast.rpc;

import io.grpc.Status;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.RefusalReason;

/// Ends a call with a status that the caller is meant to see. Its message is one sentence without secrets.
public final class CallRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Status.Code code;
    private final @Nullable RefusalReason reason;

    public CallRefusedException(Status.Code code, String sentence) {
        super(sentence);
        this.code = code;
        this.reason = null;
    }

    /// @param reason for programs, beside the sentence for people
    public CallRefusedException(Status.Code code, String sentence, RefusalReason reason) {
        super(sentence);
        this.code = code;
        this.reason = reason;
    }

    Optional<RefusalReason> reason() {
        return Optional.ofNullable(reason);
    }

    public Status.Code code() {
        return code;
    }
}
