package org.kagicast.rpc.network;

import java.time.Duration;

/// What callers may take of a server.
///
/// @param inAll              of its connections
/// @param perAddress         of its connections, by callers from one address; a whole classroom may share one. What an
///                           IPv6 network gives a single machine counts as one address: all with the same first 64 bits
/// @param callsPerConnection in flight at a time
/// @param handshake          how long TLS may take
/// @param stranger           after which the connection of a caller who shows no certificate is closed, whatever goes on
///                           in it
/// @param idle               after which a connection without calls is closed
/// @param age                after which a connection is replaced by a new one, which shows new certificates; its
///                           calls go on
public record NetworkLimits(Share inAll, Share perAddress, int callsPerConnection, Duration handshake,
        Duration stranger, Duration idle, Duration age) {

    public static final NetworkLimits DEFAULT = new NetworkLimits(new Share(4_096, 1_024, 256),
            new Share(1_024, 256, 32), 256, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(10),
            Duration.ofHours(1));

    /// A number of connections.
    ///
    /// @param open      of any kind
    /// @param opening   whose handshake has not ended
    /// @param strangers whose callers show no certificate
    public record Share(int open, int opening, int strangers) {

        public Share {
            if (open < 1 || opening < 1 || strangers < 1) {
                throw new IllegalArgumentException("at least one connection of each kind");
            }
        }
    }
}
