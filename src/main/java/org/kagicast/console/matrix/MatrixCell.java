package org.kagicast.console.matrix;

import java.util.Optional;
import org.kagicast.console.session.Frame;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.KeyId;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;

/// How a client stands with a stream.
///
/// @param number of the key that it is about; empty where the client has not asked for any
public record MatrixCell(Standing standing, String number) implements Comparable<MatrixCell> {

    static final MatrixCell NOT_ASKED = new MatrixCell(Standing.NOT_ASKED, "");

    /// The best last.
    public enum Standing {
        REFUSED,
        /// It has the key, and nobody vouches for what comes under it.
        NOT_AUTHENTIC,
        FETCHING,
        /// It has the key, and gets no packets.
        READY,
        DECRYPTS,
        NOT_ASKED
    }

    /// Of the key in use, or the last one that the client was told about.
    static MatrixCell of(ClientSnapshot client, StreamSnapshot stream, Frame frame) {
        Optional<KeyId> inUse = stream.inUse().map(KeyInUse::keyId);
        Optional<DecryptionKeyRow> row = inUse.flatMap(keyId -> Audience.row(client, keyId))
                .or(() -> client.keys().stream().filter(each -> each.stream().equals(Optional.of(stream.name())))
                        .reduce((before, after) -> after));
        return row.map(each -> new MatrixCell(standing(each, client), frame.seen().numbers().number(each.keyId())))
                .orElse(NOT_ASKED);
    }

    private static Standing standing(DecryptionKeyRow row, ClientSnapshot client) {
        if (row.status() == KeyStatus.REFUSED) {
            return Standing.REFUSED;
        }
        return switch (client.status()) {
            case DECRYPTING -> Audience.isHeld(row) ? Standing.DECRYPTS : Standing.FETCHING;
            case FORGED, TOO_OLD, NO_ACCESS -> Standing.REFUSED;
            case UNAUTHENTICATED -> Standing.NOT_AUTHENTIC;
            case FETCHING, NO_KEY_SERVER -> Audience.isHeld(row) ? Standing.READY : Standing.FETCHING;
            case WAITING, NO_INTERFACE, FAILED -> Audience.isHeld(row) ? Standing.READY : Standing.FETCHING;
        };
    }

    @Override
    public int compareTo(MatrixCell other) {
        return standing.compareTo(other.standing);
    }
}
