package org.kagicast.rpc.network;

import io.grpc.NameResolver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kagicast.model.HostPort;

/// The servers that a connection knows, the one to try first in front. Safe for use by several threads.
final class ServerAddresses {

    static final NameResolver.Args.Key<ServerAddresses> KEY = NameResolver.Args.Key.create("kagicast-servers");

    private final List<HostPort> inOrder;

    ServerAddresses(List<HostPort> servers) {
        this.inOrder = new ArrayList<>(servers);
    }

    synchronized List<HostPort> inOrder() {
        return List.copyOf(inOrder);
    }

    /// Puts the first one last.
    synchronized void demoteFirst() {
        Collections.rotate(inOrder, -1);
    }
}
