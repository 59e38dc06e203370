package org.kagicast.node.program;

import java.util.concurrent.CompletableFuture;

import org.kagicast.model.HostPort;
import org.kagicast.model.Identity;
import org.kagicast.node.Node;

/// A role that runs as a program of its own, until closed. Safe for use by several threads.
public final class Program implements AutoCloseable {

    private final Node node;
    private final Identity identity;
    private final HostPort address;
    private final CompletableFuture<Void> ended;
    private final Parts parts;

    Program(Node node, Identity identity, HostPort address, CompletableFuture<Void> ended, Parts parts) {
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

    /// Stops in order, within a few seconds. Twice is harmless.
    @Override
    public void close() {
        parts.close();
    }
}
