package org.kagicast.keyserver;

import org.kagicast.model.NodeName;

/// One process that acts for a content server.
///
/// @param id drawn at random by the process; empty if it does not know of such IDs
/// @param from where it calls from, for people
record Instance(NodeName contentServer, String id, String from) {

    boolean isSameAs(Instance other) {
        return contentServer.equals(other.contentServer) && id.equals(other.id);
    }
}
