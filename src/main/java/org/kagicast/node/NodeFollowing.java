package org.kagicast.node;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.LastingCall;
import org.kagicast.time.Time;

/// Reads a node's snapshots for a [NodeControl.Follower], with all times turned into those of the clock here. Called by
/// one call at a time.
final class NodeFollowing implements LastingCall.Reader<WatchSnapshotsRequest, org.kagicast.proto.NodeSnapshot> {

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
        return WatchSnapshotsRequest.newBuilder().setBeatMs((int) BEAT.toMillis()).build();
    }

    /// A message that breaks a rule ends the stream.
    @Override
    public void onMessage(org.kagicast.proto.NodeSnapshot message) {
        clock.heard(Instant.ofEpochMilli(message.getAtMs()), time.now());
        NodeSnapshot read = new SnapshotReader(clock.ahead()).read(message);
        last = message.getUnchanged() ? again(read) : read;
        follower.heard(last);
    }

    @Override
    public void onLost(String sentence) {
        follower.lost(sentence);
    }

    private NodeSnapshot again(NodeSnapshot sign) {
        if (last == null) {
            throw new IllegalArgumentException("a sign of life comes after a snapshot");
        }
        return new NodeSnapshot(sign.node(), sign.at(), sign.sequence(), last.keyServers(), last.contentServers(),
                last.clients(), last.connections(), last.certificateEnds(), last.problems());
    }
}
