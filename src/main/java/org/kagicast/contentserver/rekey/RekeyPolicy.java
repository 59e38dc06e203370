package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.kagicast.contentserver.rekey.Rekey.Mode;
import org.kagicast.contentserver.rekey.trigger.CronSchedule;
import org.kagicast.contentserver.rekey.trigger.RekeyTriggers;
import org.kagicast.model.LeadTime;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;
import org.kagicast.sframe.Sealer;

/// When a stream changes its key by itself, and how.
///
/// @param triggers when
/// @param leadTime from announcement to switch, unless a command says otherwise
/// @param automatic how the stream changes its key by itself
/// @param hardLimit packets under one key after which an announced key takes over at once, or else the stream stops; at
/// most 2^32, as AES-GCM has it
public record RekeyPolicy(RekeyTriggers triggers, Duration leadTime, Automatic automatic, long hardLimit) {

    private static final Duration SHORTEST_WAIT = Duration.ofMinutes(5);

    /// A key for 60 seconds, changes announced the usual lead time ahead, at most 2^31 packets.
    public static final RekeyPolicy DEFAULT = new RekeyPolicy(
            RekeyTriggers.packets(1L << 31).withCryptoPeriod(Duration.ofSeconds(60)), LeadTime.USUAL,
            Automatic.ANNOUNCED, Sealer.MOST_PACKETS);

    /// How a stream changes its key by itself.
    public enum Automatic {
        /// Announced, the lead time before the crypto-period ends or the schedule's moment comes.
        ANNOUNCED,
        /// At once, when the crypto-period ends or the schedule's moment comes.
        IMMEDIATE
    }

    /// @throws OperatorException if the times do not go together
    public RekeyPolicy {
        LeadTime.checked(leadTime);
        Duration shortest = triggers.shortestPeriod();
        if (automatic == Automatic.ANNOUNCED && !triggers.cryptoPeriod().isZero()
                && shortest.compareTo(leadTime) <= 0) {
            throw new OperatorException(ConfigurationMessage.PERIOD_TOO_SHORT.with(shown(triggers.cryptoPeriod()),
                    Optional.of(shown(shortest)).filter(any -> triggers.jitter() != 0), shown(leadTime)));
        }
        if (triggers.packets() > hardLimit || hardLimit > Sealer.MOST_PACKETS) {
            throw new OperatorException(ConfigurationMessage.LIMITS_NOT_POSSIBLE.with(triggers.packets(), hardLimit));
        }
    }

    public RekeyPolicy withTriggers(RekeyTriggers others) {
        return new RekeyPolicy(others, leadTime, automatic, hardLimit);
    }

    public RekeyPolicy withCryptoPeriod(Duration period) {
        return withTriggers(triggers.withCryptoPeriod(period));
    }

    public RekeyPolicy withJitter(double share) {
        return withTriggers(triggers.withJitter(share));
    }

    public RekeyPolicy withBytes(long most) {
        return withTriggers(triggers.withBytes(most));
    }

    public RekeyPolicy withSchedule(CronSchedule times) {
        return withTriggers(triggers.withSchedule(times));
    }

    public RekeyPolicy withLeadTime(Duration lead) {
        return new RekeyPolicy(triggers, lead, automatic, hardLimit);
    }

    public RekeyPolicy withAutomatic(Automatic how) {
        return new RekeyPolicy(triggers, leadTime, how, hardLimit);
    }

    public RekeyPolicy withLimits(long packets, long hard) {
        return new RekeyPolicy(triggers.withPackets(packets), leadTime, automatic, hard);
    }

    /// How long an announced switch is put off at most while nobody can have its key.
    public Duration longestWait() {
        Duration periods = triggers.cryptoPeriod().multipliedBy(2);
        return periods.compareTo(SHORTEST_WAIT) > 0 ? periods : SHORTEST_WAIT;
    }

    public Duration cryptoPeriod() {
        return triggers.cryptoPeriod();
    }

    /// How long after a key's first use the next change begins; only with a crypto-period.
    Duration beginAfter(RandomGenerator randomness) {
        return triggers.drawPeriod(randomness).minus(automaticLead());
    }

    /// How a change that the stream makes by itself comes about.
    Mode automaticMode() {
        return switch (automatic) {
            case ANNOUNCED -> new Mode.Announced(leadTime);
            case IMMEDIATE -> new Mode.Immediate();
        };
    }

    /// How long before a switch a change that the stream makes by itself begins.
    Duration automaticLead() {
        return switch (automatic) {
            case ANNOUNCED -> leadTime;
            case IMMEDIATE -> Duration.ZERO;
        };
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
