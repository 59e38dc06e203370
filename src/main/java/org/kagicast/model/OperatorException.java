package org.kagicast.model;

import java.io.Serial;

/// A fault told to the operator: its message is one clear sentence that names the thing and the cure, and holds no
/// secret. The command line and the console show it as it stands.
public final class OperatorException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public OperatorException(String sentence) {
        super(sentence);
    }

    public OperatorException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
