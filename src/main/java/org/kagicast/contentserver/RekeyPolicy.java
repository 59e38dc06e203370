package org.kagicast.contentserver;

import java.time.Duration;
import org.kagicast.model.OperatorException;
import org.kagicast.sframe.Sealer;

/// When a stream changes its key by itself, and how.
///
/// @param cryptoPeriod how long a key is used before the next one takes over; zero for as long as it may
/// @param leadTime from announcement to switch, unless a command says otherwise; 1 ms to 24 hours
/// @param automatic how the stream changes its key by itself
/// @param packetLimit packets under one key after which it is changed, whatever its age
/// @param hardLimit packets under one key after which the stream stops; at most 2^32
public record RekeyPolicy(Duration cryptoPeriod, Duration leadTime, Automatic automatic, long packetLimit,
        long hardLimit) {

    private static final Duration LONGEST_LEAD = Duration.ofHours(24);

    /// A key for 60 seconds, changes announced 5 seconds ahead, at most 2^31 packets.
    public static final RekeyPolicy DEFAULT = new RekeyPolicy(Duration.ofSeconds(60), Duration.ofSeconds(5),
            Automatic.ANNOUNCED, 1L << 31, Sealer.MOST_PACKETS);

    /// How a stream changes its key by itself.
    public enum Automatic {
        /// Announced, the lead time before the crypto-period ends.
        ANNOUNCED,
        /// At once, when the crypto-period ends.
        IMMEDIATE
    }

    /// @throws OperatorException if the times do not go together
    public RekeyPolicy {
        if (!isPossibleLeadTime(leadTime)) {
            throw impossibleLeadTime(leadTime);
        }
        if (cryptoPeriod.isNegative()) {
            throw new OperatorException("The crypto-period " + shown(cryptoPeriod)
                    + " is not possible: take one longer than 0, or 0 for none.");
        }
        if (automatic == Automatic.ANNOUNCED && !cryptoPeriod.isZero() && cryptoPeriod.compareTo(leadTime) <= 0) {
            throw new OperatorException(
                    "The crypto-period " + shown(cryptoPeriod) + " is not longer than the lead time "
                            + shown(leadTime) + ": make the one longer or the other shorter.");
        }
        if (packetLimit < 1 || packetLimit > hardLimit || hardLimit > Sealer.MOST_PACKETS) {
            throw new OperatorException("The packet limits " + packetLimit + " and " + hardLimit
                    + " are not possible: take at least 1, the first at most the second, and that at most 2^32.");
        }
    }

    public RekeyPolicy withCryptoPeriod(Duration period) {
        return new RekeyPolicy(period, leadTime, automatic, packetLimit, hardLimit);
    }

    public RekeyPolicy withLeadTime(Duration lead) {
        return new RekeyPolicy(cryptoPeriod, lead, automatic, packetLimit, hardLimit);
    }

    public RekeyPolicy withAutomatic(Automatic how) {
        return new RekeyPolicy(cryptoPeriod, leadTime, how, packetLimit, hardLimit);
    }

    public RekeyPolicy withLimits(long packets, long hard) {
        return new RekeyPolicy(cryptoPeriod, leadTime, automatic, packets, hard);
    }

    /// How long after a key's first use the next change begins; only with a crypto-period.
    Duration beginAfter() {
        return automatic == Automatic.ANNOUNCED ? cryptoPeriod.minus(leadTime) : cryptoPeriod;
    }

    static boolean isPossibleLeadTime(Duration leadTime) {
        return leadTime.toMillis() >= 1 && leadTime.compareTo(LONGEST_LEAD) <= 0;
    }

    static OperatorException impossibleLeadTime(Duration leadTime) {
        return new OperatorException("The lead time " + shown(leadTime)
                + " is not possible: take one from 1ms to 24h, for example 5s.");
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
