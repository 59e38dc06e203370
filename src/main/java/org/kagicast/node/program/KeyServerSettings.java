package org.kagicast.node.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.kagicast.model.HostPort;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;

/// What a key server or key master is to do.
///
/// @param role [Role#KEY_SERVER] or [Role#KEY_MASTER]
/// @param domain folder of the trust domain that it enrols others into; empty for one that enrols nobody
/// @param identity folder of its identity; made from the trust domain if it is not there
/// @param name for an identity that is to be made
/// @param addresses host names and IP addresses for an identity that is to be made
/// @param data folder of its key table and audit log
/// @param kek where the key-encryption key comes from
/// @param keyIds `random` or `sequential`
/// @param mostKeys keys that the table holds at once; each takes memory
public record KeyServerSettings(Role role, HostPort listen, Optional<Path> domain, Path identity, NodeName name,
        List<String> addresses, DataFolder data, KekChoice kek, String keyIds, int mostKeys) {

    public KeyServerSettings {
        addresses = List.copyOf(addresses);
    }
}
