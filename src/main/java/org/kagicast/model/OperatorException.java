package org.kagicast.model;

import java.io.Serial;
import org.kagicast.model.message.CodedMessage;

/// A fault reported to the operator: its message is one clear sentence that names the thing and the cure, and holds no
/// secret. The command line shows it as it stands, the console in its own language where it has a code.
public final class OperatorException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient CodedMessage coded;

    /// One whose sentence has no code, and so is in English everywhere.
    public OperatorException(String sentence) {
        this(CodedMessage.plain(sentence));
    }

    public OperatorException(String sentence, Throwable cause) {
        this(CodedMessage.plain(sentence), cause);
    }

    public OperatorException(CodedMessage message) {
        super(message.text());
        this.coded = message;
    }

    public OperatorException(CodedMessage message, Throwable cause) {
        super(message.text(), cause);
        this.coded = message;
    }

    /// The sentence with its code, if it has one.
    public CodedMessage coded() {
        return coded;
    }
}
