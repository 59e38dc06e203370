package org.kagicast.rpc.network;

import java.time.Duration;

/// What callers may take of a server.
///
/// @param connections          open at a time
/// @param callsPerConnection   in flight at a time
/// @param handshake            how long TLS may take
/// @param idle                 after which a connection without calls is closed
/// @param age                  after which a connection is replaced by a new one, which shows new certificates; its
///                             calls go on
public record NetworkLimits(int connections, int callsPerConnection, Duration handshake, Duration idle, Duration age) {

    public static final NetworkLimits DEFAULT = new NetworkLimits(4096, 256, Duration.ofSeconds(10),
            Duration.ofMinutes(10), Duration.ofHours(1));
}
