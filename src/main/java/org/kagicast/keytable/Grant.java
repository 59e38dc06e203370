package org.kagicast.keytable;

import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// That a client may have the keys of a stream, those to come included.
public record Grant(NodeName client, StreamName stream) {}
