package org.kagicast.cli;

import org.kagicast.model.OperatorException;

/// A switch on the command line.
enum OnOff {
    ON,
    OFF;

    /// @throws OperatorException if it is neither
    static OnOff of(String text) {
        return switch (text) {
            case "on" -> ON;
            case "off" -> OFF;
            default -> throw new OperatorException("\"" + text + "\" is neither on nor off.");
        };
    }
}
