package org.kagicast.node.program;

import java.nio.file.Path;
import java.util.List;

import org.kagicast.model.HostPort;

/// What a key slave is to do.
///
/// @param masters addresses of the key master, the first that answers
public record KeySlaveSettings(HostPort listen, Path identity, List<HostPort> masters) {

    public KeySlaveSettings {
        masters = List.copyOf(masters);
    }
}
