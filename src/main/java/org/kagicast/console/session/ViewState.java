package org.kagicast.console.session;

/// What there is to show of the domain in view.
public enum ViewState {
    /// No lab runs.
    NOTHING,
    /// The lab is starting, or has told nothing yet.
    STARTING,
    /// The lab is stopping.
    STOPPING,
    /// No node has answered yet.
    CALLING,
    /// At least one node has been heard of.
    NODES;

    static ViewState of(LabState lab) {
        return switch (lab) {
            case STOPPED -> NOTHING;
            case STARTING -> STARTING;
            case RUNNING -> NODES;
            case STOPPING -> STOPPING;
        };
    }
}
