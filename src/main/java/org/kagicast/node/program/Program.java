package org.kagicast.node.program;

import java.util.concurrent.CompletableFuture;
import org.kagicast.files.CloseStack;
import org.kagicast.model.HostPort;
import org.kagicast.model.Identity;
import org.kagicast.node.Node;

/// A role that runs as a program of its own, until closed. Safe for use by several threads.
public final class Program implements AutoCloseable {

    private final Node node;
    private final Identity identity;
    private final HostPort address;
    private final CompletableFuture<Void> ended;
    private final Runnable reloading;
    private final CloseStack parts;

    Program(Node node, Identity identity, HostPort address, CompletableFuture<Void> ended, CloseStack parts) {
        this(node, identity, address, ended, () -> {
        }, parts);
    }

    /// @param reloading reads its settings again and takes over what has changed
    Program(Node node, Identity identity, HostPort address, CompletableFuture<Void> ended, Runnable reloading,
            CloseStack parts) {
        this.reloading = reloading;
        this.node = node;
        this.identity = identity;
        this.address = address;
        this.ended = ended;
        this.parts = parts;
    }

    public Node node() {
        return node;
    }

    public Identity identity() {
        return identity;
    }

    /// Where it listens, with the real port.
    public HostPort address() {
        return address;
    }

    /// Ends when the program has nothing more to do by itself, as when a content server's source has ended. Fails with an
    /// [org.kagicast.model.OperatorException] if it cannot go on.
    public CompletableFuture<Void> whenEnded() {
        return ended;
    }

    /// Reads its settings again, where it can, and takes over what has changed; what is wrong with them is told in the log
    /// and in the status, and changes nothing. Returns when that is done.
    public void reload() {
        reloading.run();
    }

    /// Stops in order, within a few seconds. Twice is harmless.
    @Override
    public void close() {
        parts.close();
    }
}
