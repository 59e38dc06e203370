package org.kagicast.console.fake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.node.NodeControl;

/// Shows the rows of key tables as a node does: none until they are wanted, and as last known once they are not any more.
final class KeysOnDemand implements Consumer<NodeSnapshot> {

    private final Consumer<NodeSnapshot> consumer;
    private final Map<NodeName, List<KeyRow>> known = new HashMap<>();
    private @Nullable NodeSnapshot latest;
    private boolean isWanted;

    KeysOnDemand(Consumer<NodeSnapshot> consumer) {
        this.consumer = consumer;
    }

    boolean isWanted() {
        return isWanted;
    }

    @Override
    public void accept(NodeSnapshot snapshot) {
        latest = snapshot;
        if (isWanted) {
            snapshot.keyServers().forEach(server -> known.put(server.name(), server.keys()));
        }
        consumer.accept(snapshot.withKeyServers(snapshot.keyServers().stream().map(this::asKnown).toList()));
    }

    private KeyServerSnapshot asKnown(KeyServerSnapshot server) {
        return server.showing(known.getOrDefault(server.name(), List.of()));
    }

    NodeControl.Following following(NodeControl.Watch watch) {
        return new NodeControl.Following() {
            @Override
            public void wantKeys(boolean wanted) {
                boolean isNew = wanted && !isWanted;
                isWanted = wanted;
                if (isNew && latest != null) {
                    accept(latest);
                }
            }

            @Override
            public void close() {
                watch.close();
            }
        };
    }
}
