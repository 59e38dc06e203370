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
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.ReconnectingStream;
import org.kagicast.time.Time;

/// Reads a node's snapshots for a [NodeControl.Follower], with all times turned into those of the clock here, and puts the
/// rows of key tables into them as they are known. Its monitor guards it and is held while the follower is called.
final class NodeFollowing implements ReconnectingStream.Reader<WatchSnapshotsRequest, org.kagicast.proto.NodeSnapshot> {

    private static final Duration BEAT = Duration.ofSeconds(1);
    /// A few signs of life missing.
    static final Duration SILENCE = BEAT.multipliedBy(5);

    private final NodeControl.Follower follower;
    private final KeyTableFollowing tables;
    private final Time time;
    private final NodeClock clock = new NodeClock();
    private boolean isLost = true;
    private @Nullable NodeSnapshot last;

    /// @param tables what is known of key tables
    NodeFollowing(NodeControl.Follower follower, KeyTableFollowing tables, Time time) {
        this.follower = follower;
        this.tables = tables;
        this.time = time;
    }

    /// What to ask a node for whose key tables are not wanted, or are followed by themselves. An older one tells them, as
    /// seldom as it can.
    static WatchSnapshotsRequest.Builder withoutKeys() {
        return WatchSnapshotsRequest.newBuilder().setWithoutKeys(true).setLeaveOutKeys(true);
    }

    @Override
    public synchronized WatchSnapshotsRequest request() {
        last = null;
        return withoutKeys().setBeatMs((int) BEAT.toMillis()).build();
    }

    /// A message that breaks a rule ends the stream.
    @Override
    public synchronized void onMessage(org.kagicast.proto.NodeSnapshot message) {
        clock.heard(Instant.ofEpochMilli(message.getAtMs()), time.now());
        NodeSnapshot read = new SnapshotReader(clock.ahead()).read(message);
        last = message.getUnchanged() ? again(read) : complete(last, read, message);
        isLost = false;
        follower.heard(withRows(last));
    }

    /// The rows of key tables are others now.
    synchronized void onRows() {
        if (last != null && !isLost) {
            follower.heard(withRows(last));
        }
    }

    @Override
    public synchronized void onLost(CodedMessage sentence) {
        isLost = true;
        follower.lost(sentence);
    }

    private NodeSnapshot withRows(NodeSnapshot snapshot) {
        return snapshot.withKeyServers(
                snapshot.keyServers().stream().map(server -> tables.withRows(server, clock.ahead())).toList());
    }

    /// With the keys that were left out because they were told before, if they were.
    static NodeSnapshot complete(@Nullable NodeSnapshot last, NodeSnapshot read,
            org.kagicast.proto.NodeSnapshot message) {
        List<KeyServerSnapshot> servers = new ArrayList<>(read.keyServers());
        for (int i = 0; i < servers.size(); i++) {
            if (message.getKeyServers(i).getKeysLeftOut()) {
                servers.set(i, servers.get(i).showing(known(last, servers.get(i).name())));
            }
        }
        return read.withKeyServers(servers);
    }

    private static List<KeyServerSnapshot.KeyRow> known(@Nullable NodeSnapshot last, NodeName server) {
        return Optional.ofNullable(last).stream().flatMap(snapshot -> snapshot.keyServers().stream())
                .filter(former -> former.name().equals(server)).findFirst().map(KeyServerSnapshot::keys)
                .orElse(List.of());
    }

    private NodeSnapshot again(NodeSnapshot sign) {
        if (last == null) {
            throw new IllegalArgumentException("a sign of life comes after a snapshot");
        }
        return last.asOf(sign.at(), sign.sequence());
    }
}
