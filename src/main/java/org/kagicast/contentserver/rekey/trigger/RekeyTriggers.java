package org.kagicast.contentserver.rekey.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

/// What makes a stream change its key by itself: whichever comes first.
///
/// @param cryptoPeriod how long a key is used at most before the next one takes over; zero for as long as it may
/// @param jitter the share of the crypto-period by which it is shortened at random, anew for each key, so that many
/// streams do not change their keys in the same second; 0 to 0.5
/// @param packets under one key after which it is changed, whatever its age
/// @param bytes sealed with one key after which it is changed, whatever its age
/// @param schedule when the key is changed, whatever its age
public record RekeyTriggers(Duration cryptoPeriod, double jitter, long packets, long bytes,
        Optional<CronSchedule> schedule) {

    /// A limit that is never reached.
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final double MOST_JITTER = 0.5;

    /// @throws OperatorException if one of them is not possible
    public RekeyTriggers {
        if (cryptoPeriod.isNegative()) {
            throw new OperatorException(ConfigurationMessage.PERIOD_NOT_POSSIBLE.with(shown(cryptoPeriod)));
        }
        if (!(jitter >= 0 && jitter <= MOST_JITTER)) {
            throw new OperatorException(ConfigurationMessage.JITTER_NOT_POSSIBLE.with(String.valueOf(jitter * 100)));
        }
        if (packets < 1 || bytes < 1) {
            throw new OperatorException(ConfigurationMessage.AMOUNT_NOT_POSSIBLE.with(Math.min(packets, bytes)));
        }
    }

    /// Only after so many packets.
    public static RekeyTriggers packets(long most) {
        return new RekeyTriggers(Duration.ZERO, 0, most, UNLIMITED, Optional.empty());
    }

    public RekeyTriggers withCryptoPeriod(Duration period) {
        return new RekeyTriggers(period, jitter, packets, bytes, schedule);
    }

    public RekeyTriggers withJitter(double share) {
        return new RekeyTriggers(cryptoPeriod, share, packets, bytes, schedule);
    }

    public RekeyTriggers withPackets(long most) {
        return new RekeyTriggers(cryptoPeriod, jitter, most, bytes, schedule);
    }

    public RekeyTriggers withBytes(long most) {
        return new RekeyTriggers(cryptoPeriod, jitter, packets, most, schedule);
    }

    public RekeyTriggers withSchedule(CronSchedule times) {
        return new RekeyTriggers(cryptoPeriod, jitter, packets, bytes, Optional.of(times));
    }

    /// The shortest time that the jitter leaves of the crypto-period.
    public Duration shortestPeriod() {
        return shortened(jitter);
    }

    /// The crypto-period of one key; only with a crypto-period.
    public Duration drawPeriod(RandomGenerator randomness) {
        return jitter == 0 ? cryptoPeriod : shortened(randomness.nextDouble(jitter));
    }

    /// Whether a key has been used so much that it is to be changed.
    public boolean isUsedUp(long sealedPackets, long sealedBytes) {
        return sealedPackets >= packets || sealedBytes >= bytes;
    }

    /// The next moment of the schedule that is later than `after`.
    public Optional<Instant> nextScheduled(Instant after) {
        return schedule.flatMap(times -> times.next(after));
    }

    private Duration shortened(double share) {
        return cryptoPeriod.minusNanos((long) (cryptoPeriod.toNanos() * share));
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
