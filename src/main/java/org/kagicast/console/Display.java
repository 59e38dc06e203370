package org.kagicast.console;

import java.util.Map;

import org.kagicast.model.OperatorException;

/// Whether there is a display that a window can open on.
final class Display {

    /// What to do when there is none.
    static final String CURE = "The console finds no display to open its window on: start it in a desktop session"
            + " with GTK 3 installed (Debian: libgtk-3-0), or use \"kagicast lab\", which needs none.";

    private Display() {
    }

    /// @param system the operating system's name
    /// @param platform of JavaFX, as chosen by property; empty for the usual one
    /// @throws OperatorException if no display is named where one must be
    static void require(String system, String platform, Map<String, String> environment) {
        if (!isNamed(system, platform, environment)) {
            throw new OperatorException(CURE);
        }
    }

    /// Whether one is named, or need not be. As [#require].
    static boolean isNamed(String system, String platform, Map<String, String> environment) {
        return !system.startsWith("Linux") || !platform.isEmpty()
                || !environment.getOrDefault("DISPLAY", "").isEmpty();
    }
}
