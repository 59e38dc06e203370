package org.kagicast.pki;

import java.io.Serial;
import org.kagicast.model.message.CodedMessage;

/// An enrolment or renewal is not granted. Its message is one sentence without secrets.
public final class EnrolmentRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final TrustError reason;
    private final transient CodedMessage coded;

    public EnrolmentRefusal(TrustError reason, CodedMessage message) {
        super(message.text());
        this.reason = reason;
        this.coded = message;
    }

    /// The sentence with its code, if it has one.
    public CodedMessage coded() {
        return coded;
    }

    public TrustError reason() {
        return reason;
    }
}
