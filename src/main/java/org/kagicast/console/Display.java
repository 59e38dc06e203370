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
        boolean isLinux = system.startsWith("Linux");
        boolean isNamed = !environment.getOrDefault("DISPLAY", "").isEmpty();
        if (isLinux && platform.isEmpty() && !isNamed) {
            throw new OperatorException(CURE);
        }
    }
}
