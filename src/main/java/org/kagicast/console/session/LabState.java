package org.kagicast.console.session;

/// Where the lab stands between stopped and running.
public enum LabState {
    STOPPED,
    STARTING,
    RUNNING,
    STOPPING
}
