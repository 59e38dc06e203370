package org.kagicast.node.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.kagicast.contentserver.StreamSettings;
import org.kagicast.model.HostPort;

/// What a content server is to do.
///
/// @param listen where operators reach it
/// @param data folder of its audit log
/// @param keyServers whom it asks for keys, the first that answers
public record ContentServerSettings(HostPort listen, Path identity, DataFolder data, List<HostPort> keyServers,
        List<StreamSettings> streams) {

    /// With its audit log in a folder beside the identity's, called as that one and `-data`.
    public ContentServerSettings(HostPort listen, Path identity, List<HostPort> keyServers,
            List<StreamSettings> streams) {
        this(listen, identity, dataOf(identity), keyServers, streams);
    }

    /// Where the audit log is unless told otherwise.
    public static DataFolder dataOf(Path identity) {
        return new DataFolder(identity.resolveSibling(identity.getFileName() + "-data"));
    }

    public ContentServerSettings {
        keyServers = List.copyOf(keyServers);
        streams = List.copyOf(streams);
    }

    /// Which of these, by the names of their options, differ from others and cannot change while the program runs.
    List<String> restartFor(ContentServerSettings others) {
        List<String> differ = new ArrayList<>();
        if (!listen.equals(others.listen)) {
            differ.add("listen");
        }
        if (!identity.equals(others.identity)) {
            differ.add("identity");
        }
        if (!data.equals(others.data)) {
            differ.add("data");
        }
        if (!keyServers.equals(others.keyServers)) {
            differ.add("key-server");
        }
        return differ;
    }
}
