package org.kagicast.console.timeline;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// Which streams a client receives, as far as a snapshot tells: those whose keys it holds, and those of its groups whose
/// keys it was told of; until there are any, those that go to a group it joined.
///
/// That a client was refused the key of a stream alone says little: packets of any sender that get to its socket make it
/// ask. So such a stream is one of its own only if it joined the group.
public final class Audience {

    private Audience() {
    }

    /// Every stream of a node, in its order.
    public static List<StreamSnapshot> streams(NodeSnapshot snapshot) {
        return snapshot.contentServers().stream().flatMap(server -> server.streams().stream()).toList();
    }

    /// The streams of a client, in the node's order. Empty for one that joined a group nobody sends to.
    public static List<StreamName> streamsOf(ClientSnapshot client, List<StreamSnapshot> streams) {
        Set<StreamName> held = new HashSet<>();
        Set<StreamName> toldOf = new HashSet<>();
        for (DecryptionKeyRow row : client.keys()) {
            Set<StreamName> kind = isHeld(row) ? held : toldOf;
            row.stream().ifPresent(kind::add);
        }
        List<StreamName> byKey = streams.stream()
                .filter(stream -> held.contains(stream.name())
                        || (toldOf.contains(stream.name()) && client.groups().contains(stream.group())))
                .map(StreamSnapshot::name).toList();
        return !byKey.isEmpty()
                ? byKey
                : streams.stream().filter(stream -> client.groups().contains(stream.group()))
                        .map(StreamSnapshot::name).toList();
    }

    /// Whether the client has the key itself, or had it.
    public static boolean isHeld(DecryptionKeyRow row) {
        return switch (row.status()) {
            case READY, IN_USE, FORMER -> true;
            case ANNOUNCED, FETCHING, REFUSED -> false;
        };
    }

    /// The row of a key in a client's table.
    public static Optional<DecryptionKeyRow> row(ClientSnapshot client, KeyId keyId) {
        return client.keys().stream().filter(row -> row.keyId().equals(keyId)).findFirst();
    }
}
