package org.kagicast.console.wall;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.parts.Tone;
import org.kagicast.console.session.Frame;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.NodeName;

/// What stands around the picture of a client.
///
/// @param key the one that opened the picture; empty while nothing is opened
public record TileState(NodeName name, String status, Tone tone, Optional<KeyLook> key) {

    static TileState of(ClientSnapshot client, Frame frame) {
        boolean opens = client.status() == ClientSnapshot.Status.DECRYPTING;
        return new TileState(client.name(), frame.texts().of("client", client.status()), Tone.of(client.status()),
                latest(client).filter(row -> opens)
                        .map(row -> frame.seen().numbers().look(row.keyId(), KeyPhase.IN_USE)));
    }

    private static Optional<DecryptionKeyRow> latest(ClientSnapshot client) {
        return client.keys().stream().filter(row -> row.status() == ClientSnapshot.KeyStatus.IN_USE)
                .max(Comparator.comparing(row -> row.lastUsed().orElse(Instant.MIN)));
    }
}
