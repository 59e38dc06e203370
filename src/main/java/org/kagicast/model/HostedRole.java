package org.kagicast.model;

import java.util.concurrent.CompletableFuture;

/// A running role, as the node that hosts it sees it. Safe for use by several threads.
public interface HostedRole extends AutoCloseable {

    NodeName name();

    Role role();

    /// What the role shows of itself now, made by the thread that owns the state.
    CompletableFuture<? extends RoleSnapshot> snapshot();

    /// The same without the rows of a key server's key table, which may be many; its counts are there all the same.
    default CompletableFuture<? extends RoleSnapshot> summary() {
        return snapshot();
    }

    /// Stops in order and wipes keys. Twice is harmless.
    @Override
    void close();
}
