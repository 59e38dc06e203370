package org.kagicast.node.program;

import java.nio.file.Path;
import java.util.List;

import org.kagicast.model.HostPort;

/// What a key slave is to do.
///
/// @param masters addresses of the key master, the first that answers
/// @param data folder of its copy of the key table and of its audit log
/// @param kek where the copy's key-encryption key comes from
public record KeySlaveSettings(HostPort listen, Path identity, List<HostPort> masters, DataFolder data, KekChoice kek) {

    public KeySlaveSettings {
        masters = List.copyOf(masters);
    }
}
