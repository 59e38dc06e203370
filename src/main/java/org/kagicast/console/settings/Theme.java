package org.kagicast.console.settings;

/// How the window looks.
public enum Theme {
    LIGHT,
    DARK,
    /// As the desktop has it, also when that changes.
    SYSTEM
}
