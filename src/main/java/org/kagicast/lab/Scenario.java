package org.kagicast.lab;

import java.util.Arrays;
import java.util.Locale;

import org.kagicast.model.OperatorException;

/// What the lab shows.
public enum Scenario {
    /// One key server, keys fetched on demand (first embodiment).
    FIRST,
    /// Key master and slaves (second embodiment).
    SECOND,
    /// Announced key changes (third embodiment).
    THIRD,
    /// Two content servers, four clients, and an eavesdropper without a grant.
    CLASSROOM;

    /// The name as the command line writes it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws OperatorException if no scenario is called so
    public static Scenario of(String text) {
        return Arrays.stream(values()).filter(scenario -> scenario.text().equals(text)).findFirst()
                .orElseThrow(() -> new OperatorException(
                        "There is no scenario \"" + text + "\": take first, second, third or classroom."));
    }
}
