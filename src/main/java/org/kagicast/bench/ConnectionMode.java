package org.kagicast.bench;

/// How requests come by their connections.
public enum ConnectionMode {
    /// All requests of one asker go over one connection.
    PERSISTENT,
    /// Each request has a connection of its own, with certificates shown and checked at both ends.
    FULL_HANDSHAKE,
    /// Each request has a connection of its own, which resumes the TLS session of an earlier one with its ticket (RFC
    /// 8446 §2.2).
    RESUMED_HANDSHAKE
}
