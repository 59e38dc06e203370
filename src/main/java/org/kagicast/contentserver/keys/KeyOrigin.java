package org.kagicast.contentserver.keys;

import org.kagicast.model.OperatorException;

/// Where the keys of a stream come from.
public enum KeyOrigin {
    /// Asked of the key server, which makes them (R2, R3).
    ASK,
    /// Made by the content server, which deposits ID and decryption key with the key server (R28).
    DEPOSIT;

    /// @param text as the option writes it
    /// @throws OperatorException if no origin is called so
    public static KeyOrigin of(String text) {
        return switch (text) {
            case "ask" -> ASK;
            case "deposit" -> DEPOSIT;
            default -> throw new OperatorException("There is no way \"" + text
                    + "\" to come by keys: take ask or deposit.");
        };
    }
}
