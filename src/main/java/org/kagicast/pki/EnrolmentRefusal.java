package org.kagicast.pki;

import java.io.Serial;

/// An enrolment or renewal is not granted. Its message is one sentence without secrets.
public final class EnrolmentRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final TrustError reason;

    public EnrolmentRefusal(TrustError reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public TrustError reason() {
        return reason;
    }
}
