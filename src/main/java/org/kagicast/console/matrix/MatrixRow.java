package org.kagicast.console.matrix;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kagicast.console.parts.Tone;
import org.kagicast.console.session.Frame;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// A client and how it stands with each stream.
public record MatrixRow(NodeName client, String status, Tone tone, Map<StreamName, MatrixCell> cells) {

    public MatrixRow {
        cells = Map.copyOf(cells);
    }

    static MatrixRow of(ClientSnapshot client, List<StreamSnapshot> streams, Frame frame) {
        Map<StreamName, MatrixCell> cells = new HashMap<>();
        streams.forEach(stream -> cells.put(stream.name(), MatrixCell.of(client, stream, frame)));
        return new MatrixRow(client.name(), frame.texts().of("client", client.status()), Tone.of(client.status()),
                cells);
    }

    MatrixCell cell(StreamName stream) {
        return cells.getOrDefault(stream, MatrixCell.NOT_ASKED);
    }
}
