package org.kagicast.pki;

import java.io.Serial;

/// An enrolment or renewal is not granted. Its message is one sentence without secrets.
final class EnrolmentRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final TrustError reason;

    EnrolmentRefusal(TrustError reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    TrustError reason() {
        return reason;
    }
}
