package org.kagicast.bench;

/// What was measured in one mode: the key server, and beside it a bare gRPC server, which answers every request alike
/// and knows neither callers nor keys. Latencies are in milliseconds, from the request to its checked answer, a new
/// connection included.
///
/// @param perSecond right answers of the key server a second
/// @param ratio     `perSecond` / `barePerSecond`
/// @param full      handshakes of the key server's measurement in which its certificate was shown and checked
/// @param resumed   handshakes in which it was not, since a ticket stood for it
/// @param refused   requests that the key server refused, though all were granted
/// @param faults    requests that ended in a fault, of both servers
/// @param wrong     answers with another key than the one asked for, of both servers
public record KeyRequestsRow(ConnectionMode mode, int connections, double seconds, long requests, double perSecond,
        double p50Ms, double p99Ms, double maxMs, double barePerSecond, double bareP50Ms, double bareP99Ms,
        double ratio, long full, long resumed, long refused, long faults, long wrong) {

    static KeyRequestsRow of(ConnectionMode mode, int connections, Load.Result real, Load.Result bare) {
        return new KeyRequestsRow(mode, connections, rounded(real.seconds()), real.right(), rounded(real.perSecond()),
                real.millis(50), real.millis(99), real.millis(100), rounded(bare.perSecond()), bare.millis(50),
                bare.millis(99), rounded(real.perSecond() / bare.perSecond()), real.full(), real.resumed(),
                real.refused() + bare.refused(), real.faults() + bare.faults(), real.wrong() + bare.wrong());
    }

    /// Whether every request got its key.
    public boolean withoutError() {
        return refused == 0 && faults == 0 && wrong == 0;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
