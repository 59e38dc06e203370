package org.kagicast.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.ReconnectingStream;
import org.kagicast.time.Time;

/// Reads a node's snapshots for a [NodeControl.Follower], with all times turned into those of the clock here. Called by
/// one call at a time.
final class NodeFollowing implements ReconnectingStream.Reader<WatchSnapshotsRequest, org.kagicast.proto.NodeSnapshot> {

    private static final Duration BEAT = Duration.ofSeconds(1);
    /// A few signs of life missing.
    static final Duration SILENCE = BEAT.multipliedBy(5);

    private final NodeControl.Follower follower;
    private final Time time;
    private final NodeClock clock = new NodeClock();
    private @Nullable NodeSnapshot last;

    NodeFollowing(NodeControl.Follower follower, Time time) {
        this.follower = follower;
        this.time = time;
    }

    @Override
    public WatchSnapshotsRequest request() {
        last = null;
        return WatchSnapshotsRequest.newBuilder().setBeatMs((int) BEAT.toMillis()).setLeaveOutKeys(true)
                .build();
    }

    /// A message that breaks a rule ends the stream.
    @Override
    public void onMessage(org.kagicast.proto.NodeSnapshot message) {
        clock.heard(Instant.ofEpochMilli(message.getAtMs()), time.now());
        NodeSnapshot read = new SnapshotReader(clock.ahead()).read(message);
        last = message.getUnchanged() ? again(read) : complete(read, message);
        follower.heard(last);
    }

    @Override
    public void onLost(String sentence) {
        follower.lost(sentence);
    }

    /// With the keys that were left out.
    private NodeSnapshot complete(NodeSnapshot read, org.kagicast.proto.NodeSnapshot message) {
        List<KeyServerSnapshot> servers = new ArrayList<>(read.keyServers());
        for (int i = 0; i < servers.size(); i++) {
            if (message.getKeyServers(i).getKeysLeftOut()) {
                servers.set(i, servers.get(i).showing(known(servers.get(i).name())));
            }
        }
        return read.withKeyServers(servers);
    }

    private List<KeyServerSnapshot.KeyRow> known(NodeName server) {
        return Optional.ofNullable(last).stream().flatMap(snapshot -> snapshot.keyServers().stream())
                .filter(former -> former.name().equals(server)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("keys are left out after they were told")).keys();
    }

    private NodeSnapshot again(NodeSnapshot sign) {
        if (last == null) {
            throw new IllegalArgumentException("a sign of life comes after a snapshot");
        }
        return last.asOf(sign.at(), sign.sequence());
    }
}
