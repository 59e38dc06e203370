package org.kagicast.keytable;

import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// That a client may have the keys of a stream, those to come included.
///
/// @param label only those under this label; without a label, those under every label
public record Grant(NodeName client, StreamName stream, KeyLabel label) {

    /// Of every label.
    public Grant(NodeName client, StreamName stream) {
        this(client, stream, KeyLabel.NONE);
    }

    /// A line without a label means every label here.
    public Grant(NodeName client, KeyLine line) {
        this(client, line.stream(), line.label());
    }

    /// As people write it.
    public KeyLine line() {
        return new KeyLine(stream, label);
    }

    /// Whether a key of that line may be had by this grant.
    public boolean covers(KeyLine wanted) {
        return stream.equals(wanted.stream()) && (label.isNone() || label.equals(wanted.label()));
    }
}
