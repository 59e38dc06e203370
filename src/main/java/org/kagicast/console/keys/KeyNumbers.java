package org.kagicast.console.keys;

import java.util.HashMap;
import java.util.Map;

import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.LabelState;

/// The number by which people call each key: small IDs as they are, random ones by the stream's running number. A
/// number once given stays. One thread.
public final class KeyNumbers {

    /// From here on IDs are random and too long to read.
    public static final long FIRST_RANDOM = 1L << 48;

    private final Map<KeyId, Integer> running = new HashMap<>();
    private final Map<StreamName, Integer> latest = new HashMap<>();

    /// Numbers the keys that are new in a snapshot, in order of use.
    public void observe(NodeSnapshot snapshot) {
        for (ContentServerSnapshot server : snapshot.contentServers()) {
            for (StreamSnapshot stream : server.streams()) {
                stream.keyIds().forEach(keyId -> number(keyId, stream.name()));
                for (LabelState keys : stream.lines()) {
                    keys.inUse().ifPresent(inUse -> number(inUse.keyId(), stream.name()));
                    keys.pending().ifPresent(pending -> number(pending.keyId(), stream.name()));
                }
            }
        }
        for (KeyServerSnapshot server : snapshot.keyServers()) {
            server.keys().forEach(row -> number(row.keyId(), row.stream()));
        }
    }

    /// What people read; the ID in full if the key was never seen in a stream.
    public String number(KeyId keyId) {
        Integer number = running.get(keyId);
        return number == null ? keyId.toString() : number.toString();
    }

    public KeyLook look(KeyId keyId, KeyPhase phase) {
        return new KeyLook(keyId, number(keyId), phase);
    }

    private void number(KeyId keyId, StreamName stream) {
        if (keyId.value() >= FIRST_RANDOM && !running.containsKey(keyId)) {
            running.put(keyId, latest.merge(stream, 1, Integer::sum));
        }
    }
}
