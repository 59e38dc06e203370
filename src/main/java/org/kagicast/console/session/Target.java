package org.kagicast.console.session;

import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// Something on the Live screen that can be pointed at.
public sealed interface Target {

    record OfStream(StreamName name) implements Target {}

    record OfClient(NodeName name) implements Target {}

    record OfKeyServer(NodeName name) implements Target {}
}
