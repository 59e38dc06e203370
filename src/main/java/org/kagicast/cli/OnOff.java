package org.kagicast.cli;

import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

/// A switch on the command line.
enum OnOff {
    ON,
    OFF;

    /// @throws OperatorException if it is neither
    static OnOff of(String text) {
        return switch (text) {
            case "on" -> ON;
            case "off" -> OFF;
            default -> throw new OperatorException(ConfigurationMessage.NEITHER_ON_NOR_OFF.with(text));
        };
    }
}
