package org.kagicast.console.shell;

/// What the operator says of a problem.
public enum Judgement {
    /// Nothing yet: it counts.
    OPEN,
    /// Seen: it counts no more until it changes, or goes away and comes again.
    ACKNOWLEDGED,
    /// Meant to be so: it does not count, however often it comes, until it changes.
    EXPECTED
}
