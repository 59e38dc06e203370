package org.kagicast.console.shell;

/// A screen that the sidebar lists.
public enum Screen {
    LIVE,
    KEY_TABLES,
    EVENTS
}
