package org.kagicast.bench;

import java.util.Arrays;
import java.util.Locale;
import org.kagicast.model.OperatorException;

/// How requests come by their connections.
public enum ConnectionMode {
    /// All requests of one asker go over one connection.
    PERSISTENT,
    /// Each request has a connection of its own, with certificates shown and checked at both ends.
    FULL_HANDSHAKE,
    /// Each request has a connection of its own, which resumes the TLS session of an earlier one with its ticket (RFC
    /// 8446 §2.2).
    RESUMED_HANDSHAKE;

    /// The mode as options and results write it.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws OperatorException if no mode is called so
    public static ConnectionMode of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst()
                .orElseThrow(() -> new OperatorException("There is no mode \"" + text
                        + "\": take persistent, full-handshake or resumed-handshake."));
    }
}
