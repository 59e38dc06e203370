package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.NodeName;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.time.ManualTime;
import org.kagicast.time.Time;

/// A client's way of packets with a clock that the test turns.
final class ClientBench {

    private static final Duration TICK = Duration.ofMillis(500);

    final ManualTime clock;
    final List<String> delivered = new ArrayList<>();
    final PacketPath path;

    ClientBench(ManualTime clock, KeyFetcher keyServer) {
        this(clock, clock, keyServer, ClientLimits.DEFAULTS);
    }

    /// @param time what the client takes for the time; what falls due is driven by `clock`
    ClientBench(ManualTime clock, Time time, KeyFetcher keyServer, ClientLimits limits) {
        this.clock = clock;
        path = new PacketPath(new NodeName("client-1"), limits, keyServer, new TextSink(delivered), time, Runnable::run,
                new Random(1),
                event -> {
                });
        clock.every(TICK, Runnable::run, path::tick);
    }

    void receive(ByteBuffer... datagrams) {
        for (ByteBuffer datagram : datagrams) {
            path.onDatagram(datagram.duplicate());
        }
        path.onBatchEnd();
    }

    /// The client comes to hold the key, with one packet opened.
    void hold(TestStream key) {
        receive(key.data("first of " + key.keyId()));
        clock.turn(SmallKeyServer.ROUND_TRIP);
        assertThat(delivered).last().isEqualTo("first of " + key.keyId());
    }

    /// Everything received is in exactly one place.
    ClientCounters counters() {
        ClientCounters counters = path.counted();
        long accounted = counters.opened() + counters.control() + counters.unknownType() + counters.forged()
                + counters.replayed() + counters.superseded() + counters.tooOld() + counters.malformed()
                + counters.expired()
                + counters.held() + counters.authenticity().unauthenticated() + counters.authenticity().impostor()
                + counters.refused().values().stream().mapToLong(Long::longValue).sum();
        assertThat(accounted).as("packets accounted for").isEqualTo(counters.received());
        return counters;
    }
}
