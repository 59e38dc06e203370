package org.kagicast.bench;

import java.security.SecureRandom;
import java.time.Duration;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.time.Time;

/// Changes the key of a fast stream many times a second and keeps account of every packet: a real content server,
/// multicast over the loopback interface, a real client, and a real key server that both ask over mutual TLS.
public final class RekeysBench {

    private final RekeysSettings settings;
    private final Time time;
    private final SecureRandom randomness;

    public RekeysBench(RekeysSettings settings, Time time, SecureRandom randomness) {
        this.settings = settings;
        this.time = time;
        this.randomness = randomness;
    }

    /// Measures, after a warm-up in which the same happens.
    ///
    /// @throws org.kagicast.model.OperatorException if a part cannot be started
    public RekeysRow run() throws InterruptedException {
        PatternSink sink = new PatternSink(time, settings.packets());
        try (OneStream stream = OneStream.start(settings.rate(), CipherSuite.AES_256_GCM, sink, time, randomness)) {
            Rekeyer rekeyer = stream.rekeyer();
            rekeyer.run(settings.kind(), settings.interval(), changesIn(RekeysSettings.WARM_UP));
            StreamSnapshot before = stream.sent();
            ClientCounters countersBefore = stream.received();
            rekeyer.run(settings.kind(), settings.interval(), changesIn(settings.measured()));
            StreamSnapshot after = stream.stop();
            stream.awaitArrival(after.packetsSent());
            ClientCounters counters = stream.end();
            Delays delays = Delays.of(sink, (int) before.packetsSent(), (int) after.packetsSent(), rekeyer.moments());
            return row(before, after, countersBefore, counters, delays, sink.repeated());
        }
    }

    private int changesIn(Duration time) {
        return (int) time.dividedBy(settings.interval());
    }

    private RekeysRow row(StreamSnapshot before, StreamSnapshot after, ClientCounters countersBefore,
            ClientCounters counters, Delays delays, long repeated) {
        int rekeys = rekeys(after) - rekeys(before);
        return new RekeysRow(settings.kind(), settings.rate(), settings.measured().toSeconds(),
                after.packetsSent() - before.packetsSent(), rekeys, changesIn(settings.measured()) - rekeys,
                delays.lost(), repeated, counters.expired() - countersBefore.expired(),
                counters.late() - countersBefore.late(), delays.near().getTotalCount(),
                Delays.millis(delays.near(), 50), Delays.millis(delays.near(), 99), Delays.millis(delays.near(), 100),
                Delays.millis(delays.elsewhere(), 50), Delays.millis(delays.elsewhere(), 99),
                Delays.millis(delays.elsewhere(), 100), delays.ratio(), Delays.millis(delays.late(), 50),
                Delays.millis(delays.late(), 99), Delays.millis(delays.late(), 100));
    }

    private int rekeys(StreamSnapshot stream) {
        return switch (settings.kind()) {
            case ANNOUNCED -> stream.announcedRekeys();
            case IMMEDIATE -> stream.immediateRekeys();
        };
    }
}
