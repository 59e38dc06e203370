package org.kagicast.console.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// Snapshots at so many milliseconds after a start, as tests of the timeline need them.
final class Snapshots {

    static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final MulticastGroup GROUP = MulticastGroup.parse("239.1.1.1:5004");

    private Snapshots() {
    }

    static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    static NodeSnapshot node(long millis, List<StreamSnapshot> streams, ClientSnapshot... clients) {
        ContentServerSnapshot server = new ContentServerSnapshot(new NodeName("content-1"), streams, List.of(), "nio");
        return new NodeSnapshot(new NodeName("lab"), at(millis), millis, List.of(), List.of(server), List.of(clients));
    }

    static StreamSnapshot stream(String name, long key, long since) {
        return stream(name, key, since, Optional.empty());
    }

    static StreamSnapshot stream(String name, long key, long since, Optional<PendingChange> pending) {
        return new StreamSnapshot(new StreamName(name), GROUP, "test-card", StreamSnapshot.Status.SENDING,
                Optional.empty(), Optional.of(new KeyInUse(new KeyId(key), at(since), 1)), pending, Optional.empty(),
                Duration.ofSeconds(5), Duration.ofSeconds(60), 0, 0, 0, 0, 0, List.of(new KeyId(key)));
    }

    /// A stream with several keys at once, each since the start.
    static StreamSnapshot labelled(String name, Map<String, Long> keys) {
        List<LabelState> labels = keys.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(key -> new LabelState(new KeyLabel(key.getKey()),
                        Optional.of(new KeyInUse(new KeyId(key.getValue()), START, 1)), Optional.empty(),
                        Optional.empty()))
                .toList();
        return new StreamSnapshot(new StreamName(name), GROUP, "test-card", StreamSnapshot.Status.SENDING,
                Optional.empty(), labels.getFirst().inUse(), Optional.empty(), Optional.empty(),
                Duration.ofSeconds(5), Duration.ofSeconds(60), 0, 0, 0, 0, 0,
                keys.values().stream().map(KeyId::new).toList(), labels);
    }

    static PendingChange pending(long key, long announced, long switchAt) {
        return new PendingChange(new KeyId(key), at(announced), at(switchAt));
    }

    static ClientSnapshot client(String name, ClientSnapshot.Status status, DecryptionKeyRow... keys) {
        ClientCounters counters = new ClientCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0);
        return new ClientSnapshot(new NodeName(name), List.of(GROUP), "count", status, Optional.empty(), counters,
                List.of(keys), List.of(), "nio");
    }

    /// @param line `stream` or `stream:label`
    static DecryptionKeyRow key(String line, long key, KeyStatus status, long fetched, long lastUsed) {
        KeyLine of = KeyLine.parse(line);
        return new DecryptionKeyRow(new KeyId(key), Optional.of(of.stream()), of.label(), key,
                Optional.of(CipherSuite.AES_256_GCM), status, Optional.of(new NodeName("key-server")),
                Optional.of(at(fetched)), Optional.of(at(lastUsed)), 1, 0, 0, "00000000", Optional.empty());
    }
}
