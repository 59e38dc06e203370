package org.kagicast.bench;

import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.kagicast.authenticity.PacketHasher;
import org.kagicast.bench.dataplane.EndToEnd;
import org.kagicast.lab.Loopback;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.SigningKey;
import org.kagicast.model.VerificationKey;
import org.kagicast.multicast.DatagramHandler;
import org.kagicast.multicast.Interfaces;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.time.Time;

/// Measures what it costs that a stream signs (R29): packets a second, bytes on the network, and delay; each with and
/// without signatures in turns, since machines that share their processors are faster in one second than in the next.
public final class SigningBench {

    private static final double MILLION = 1e6;
    private static final double HUNDRED = 100;
    private static final int PASS = 100;

    private final SigningSettings settings;
    private final MulticastGroup group;
    private final Time time;
    private final SecureRandom randomness;
    private final BooleanSupplier stopped;
    private final NetworkInterface loopback = Interfaces.find(Loopback.name());

    /// @param group that nobody else on this machine uses
    /// @param stopped asked now and then whether to end early
    public SigningBench(SigningSettings settings, MulticastGroup group, Time time, SecureRandom randomness,
            BooleanSupplier stopped) {
        this.settings = settings;
        this.group = group;
        this.time = time;
        this.randomness = randomness;
        this.stopped = stopped;
    }

    /// Each gets its rows as they are there.
    public void run(Consumer<SigningParts> parts, Consumer<SigningSpeed> speeds, Consumer<SigningDelay> delays)
            throws InterruptedException {
        parts.accept(parts());
        if (!stopped.getAsBoolean()) {
            speeds.accept(speed());
        }
        for (int megabits : settings.megabits()) {
            if (!stopped.getAsBoolean()) {
                delays.accept(delay(megabits));
            }
        }
    }

    private SigningParts parts() {
        byte[] message = new byte[PASS];
        ByteBuffer packet = ByteBuffer.allocateDirect(OneStream.PAYLOAD);
        PacketHasher hasher = new PacketHasher();
        try (SigningKey key = SigningKey.random(randomness)) {
            byte[] signature = key.sign(message);
            VerificationKey verification = key.verificationKey();
            return new SigningParts(perSecond(() -> key.sign(message)),
                    perSecond(() -> verification.verifies(message, signature)),
                    perSecond(() -> hasher.hash(packet)));
        }
    }

    /// Warms up for as long as it then measures.
    private long perSecond(Runnable work) {
        long each = settings.measured().toNanos() / 2;
        for (long start = time.nanos(); time.nanos() - start < each;) {
            pass(work);
        }
        long done = 0;
        long start = time.nanos();
        long elapsed = 0;
        for (; elapsed < each; elapsed = time.nanos() - start) {
            pass(work);
            done += PASS;
        }
        return (long) (done * 1e9 / elapsed);
    }

    private static void pass(Runnable work) {
        for (int i = 0; i < PASS; i++) {
            work.run();
        }
    }

    private SigningSpeed speed() throws InterruptedException {
        List<Long> plain = new ArrayList<>();
        List<Long> signed = new ArrayList<>();
        for (int turn = 0; turn == 0 || (turn < settings.turns() && !stopped.getAsBoolean()); turn++) {
            plain.add(packetsPerSecond(settings.plain()));
            signed.add(packetsPerSecond(settings.plain().signing()));
        }
        long without = middle(plain, Long::doubleValue);
        long with = middle(signed, Long::doubleValue);
        return new SigningSpeed(OneStream.PAYLOAD, settings.plain().signing(), without, with,
                rounded(HUNDRED * with / without));
    }

    private long packetsPerSecond(CipherSuite suite) throws InterruptedException {
        return new EndToEnd(group, loopback, suite, time)
                .measure(OneStream.PAYLOAD, EndToEnd.UNLIMITED, settings.warmUp(), settings.measured()).pps();
    }

    private SigningDelay delay(int megabits) throws InterruptedException {
        List<Turn> plain = new ArrayList<>();
        List<Turn> signed = new ArrayList<>();
        for (int turn = 0; turn == 0 || (turn < settings.turns() && !stopped.getAsBoolean()); turn++) {
            plain.add(turn(megabits, settings.plain()));
            signed.add(turn(megabits, settings.plain().signing()));
        }
        double bytesWithout = plain.stream().mapToDouble(Turn::bytesPerPacket).sorted().toArray()[plain.size() / 2];
        double bytesWith = signed.stream().mapToDouble(Turn::bytesPerPacket).sorted().toArray()[signed.size() / 2];
        long p99Without = middle(plain, Turn::p99);
        long p99With = middle(signed, Turn::p99);
        return new SigningDelay(megabits, rounded(HUNDRED * (bytesWith / bytesWithout - 1)),
                millis(middle(plain, Turn::p50)), millis(middle(signed, Turn::p50)), millis(p99Without),
                millis(p99With), millis(p99With - p99Without), signed.stream().mapToLong(Turn::lost).sum());
    }

    /// @param p50 nanoseconds, as is `p99`
    private record Turn(double bytesPerPacket, double p50, double p99, long lost) {}

    private Turn turn(int megabits, CipherSuite suite) throws InterruptedException {
        int rate = SigningSettings.rate(megabits);
        int most = (int) (rate * settings.warmUp().plus(settings.measured()).plusSeconds(10).toSeconds());
        PatternSink sink = new PatternSink(time, most);
        ByteCounter counter = new ByteCounter();
        try (OneStream stream = OneStream.start(rate, suite, sink, time, randomness);
                MulticastTransport transport = MulticastTransport.open(1)) {
            transport.openReceiver(stream.group(), loopback, transport.loop(), counter);
            time.sleepUntil(time.nanos() + settings.warmUp().toNanos());
            long bytesBefore = counter.seen();
            long before = stream.sent().packetsSent();
            time.sleepUntil(time.nanos() + settings.measured().toNanos());
            long bytes = counter.seen() - bytesBefore;
            long after = stream.sent().packetsSent();
            stream.awaitArrival(stream.stop().packetsSent());
            stream.end();
            Histogram delays = new Histogram(3);
            long lost = 0;
            for (int number = (int) before; number < after; number++) {
                if (sink.has(number)) {
                    delays.recordValue(sink.delay(number));
                } else {
                    lost++;
                }
            }
            return new Turn((double) bytes / (after - before), delays.getValueAtPercentile(50),
                    delays.getValueAtPercentile(99), lost);
        }
    }

    private static <T> long middle(List<T> turns, ToDoubleFunction<T> figure) {
        return (long) turns.stream().sorted(Comparator.comparingDouble(figure)).mapToDouble(figure)
                .toArray()[turns.size() / 2];
    }

    private static double millis(long nanos) {
        return rounded(nanos / MILLION);
    }

    private static double rounded(double number) {
        return Math.round(number * HUNDRED) / HUNDRED;
    }

    /// Its loop counts, others read what was reached when a batch ended.
    private static final class ByteCounter implements DatagramHandler {

        private final AtomicLong seen = new AtomicLong();
        private long bytes;

        @Override
        public void onDatagram(ByteBuffer datagram) {
            bytes += datagram.remaining();
        }

        @Override
        public void onBatchEnd() {
            seen.setRelease(bytes);
        }

        long seen() {
            return seen.getAcquire();
        }
    }
}
