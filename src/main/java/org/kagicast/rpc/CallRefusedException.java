package org.kagicast.rpc;

import io.grpc.Status;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;

/// Ends a call with a status that the caller is meant to see. Its message is one sentence without secrets.
public final class CallRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Status.Code code;
    private final @Nullable RefusalReason reason;
    private final transient CodedMessage coded;

    public CallRefusedException(Status.Code code, String sentence) {
        this(code, CodedMessage.plain(sentence));
    }

    public CallRefusedException(Status.Code code, CodedMessage message) {
        super(message.text());
        this.code = code;
        this.reason = null;
        this.coded = message;
    }

    /// @param reason for programs, beside the message for people
    public CallRefusedException(Status.Code code, CodedMessage message, RefusalReason reason) {
        super(message.text());
        this.code = code;
        this.reason = reason;
        this.coded = message;
    }

    /// The sentence with its code, if it has one.
    public CodedMessage coded() {
        return coded;
    }

    Optional<RefusalReason> reason() {
        return Optional.ofNullable(reason);
    }

    public Status.Code code() {
        return code;
    }
}
