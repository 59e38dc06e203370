package org.kagicast.console.timeline;

import java.util.List;
import java.util.Optional;

import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// Which streams a client receives, as far as a snapshot tells: those whose keys it holds, and until it holds any, those
/// that go to a group it joined.
public final class Audience {

    private Audience() {
    }

    /// Every stream of a node, in its order.
    public static List<StreamSnapshot> streams(NodeSnapshot snapshot) {
        return snapshot.contentServers().stream().flatMap(server -> server.streams().stream()).toList();
    }

    /// The streams of a client, in the node's order. Empty for one that joined a group nobody sends to.
    public static List<StreamName> streamsOf(ClientSnapshot client, List<StreamSnapshot> streams) {
        List<StreamName> held = client.keys().stream().map(DecryptionKeyRow::stream).flatMap(Optional::stream).toList();
        List<StreamName> byKey = streams.stream().map(StreamSnapshot::name).filter(held::contains).toList();
        return !byKey.isEmpty()
                ? byKey
                : streams.stream().filter(stream -> client.groups().contains(stream.group()))
                        .map(StreamSnapshot::name).toList();
    }
}
