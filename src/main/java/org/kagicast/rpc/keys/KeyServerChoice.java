package org.kagicast.rpc.keys;

import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

/// Which of several key servers a client asks (R16).
public enum KeyServerChoice {
    /// Always the first of its list; another only while that one is gone.
    FIXED,
    /// The next one each time.
    ROUND_ROBIN;

    /// @param text as the option writes it
    /// @throws OperatorException if no choice is called so
    public static KeyServerChoice of(String text) {
        return switch (text) {
            case "fixed" -> FIXED;
            case "round-robin" -> ROUND_ROBIN;
            default -> throw new OperatorException(ConfigurationMessage.NO_SUCH_CHOICE.with(text));
        };
    }
}
