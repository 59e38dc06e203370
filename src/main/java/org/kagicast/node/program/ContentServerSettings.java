package org.kagicast.node.program;

import java.nio.file.Path;
import java.util.List;

import org.kagicast.contentserver.StreamSettings;
import org.kagicast.model.HostPort;

/// What a content server is to do.
///
/// @param listen where operators reach it
/// @param keyServers whom it asks for keys, the first that answers
public record ContentServerSettings(HostPort listen, Path identity, List<HostPort> keyServers,
        List<StreamSettings> streams) {

    public ContentServerSettings {
        keyServers = List.copyOf(keyServers);
        streams = List.copyOf(streams);
    }
}
