package org.kagicast.console.settings;

/// Light or dark.
public enum Theme {
    LIGHT,
    DARK;

    /// The one that the switch turns to.
    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }
}
