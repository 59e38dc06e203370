package org.kagicast.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.rekey.trigger.CronSchedule;
import org.kagicast.contentserver.rekey.trigger.RekeyTriggers;
import org.kagicast.model.OperatorException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// The options that say when a stream changes its key by itself, and how.
final class RekeyOptions {

    @Option(names = "--crypto-period", defaultValue = "60s", paramLabel = "DURATION|off", converter = Period.class, description = "How long a key is used at most (default: ${DEFAULT-VALUE}).")
    private Duration cryptoPeriod;

    @Option(names = "--crypto-period-jitter", defaultValue = "10%", paramLabel = "PERCENT", converter = Percent.class, description = "By how much of it each period is shortened at random, so that many streams do not change their keys at once (default: ${DEFAULT-VALUE}).")
    private double jitter;

    @Option(names = "--rekey-packets", paramLabel = "N", description = "Change the key after so many packets (default: 2^31, a half of what AES-GCM allows).")
    private Optional<Long> packets = Optional.empty();

    @Option(names = "--rekey-bytes", paramLabel = "SIZE", converter = Bytes.class, description = "Change the key after so many bytes, for example 10G (default: no limit but that of packets).")
    private Optional<Long> bytes = Optional.empty();

    @Option(names = "--rekey-at", paramLabel = "CRON", converter = Cron.class, description = "Change the key at times of day, as the five fields of a crontab write them in this machine's time, for example \"0 3 * * *\".")
    private Optional<CronSchedule> schedule = Optional.empty();

    @Option(names = "--lead-time", defaultValue = "5s", paramLabel = "DURATION", description = "From announcement to switch (default: ${DEFAULT-VALUE}).")
    private Duration leadTime;

    @Option(names = "--announce", defaultValue = "on", paramLabel = "on|off", description = "Whether changes that the stream makes by itself are announced (default: ${DEFAULT-VALUE}).")
    private OnOff announce;

    /// @throws OperatorException if the options do not go together
    RekeyPolicy policy() {
        RekeyPolicy usual = RekeyPolicy.DEFAULT;
        RekeyTriggers triggers = new RekeyTriggers(cryptoPeriod, jitter, packets.orElse(usual.triggers().packets()),
                bytes.orElse(RekeyTriggers.UNLIMITED), schedule);
        return new RekeyPolicy(triggers, leadTime, announce == OnOff.ON
                ? RekeyPolicy.Automatic.ANNOUNCED
                : RekeyPolicy.Automatic.IMMEDIATE, usual.hardLimit());
    }

    abstract static class Telling<T> implements ITypeConverter<T> {

        abstract T read(String text);

        @Override
        public T convert(String text) {
            try {
                return read(text);
            } catch (OperatorException told) {
                throw OptionErrors.conversion(told);
            }
        }
    }

    private static final class Period extends Telling<Duration> {
        @Override
        Duration read(String text) {
            return text.equals("off") ? Duration.ZERO : Durations.parse(text);
        }
    }

    static final class Percent extends Telling<Double> {
        @Override
        Double read(String text) {
            return Quantities.share(text);
        }
    }

    private static final class Bytes extends Telling<Long> {
        @Override
        Long read(String text) {
            return Quantities.bytes(text);
        }
    }

    private static final class Cron extends Telling<CronSchedule> {
        @Override
        CronSchedule read(String text) {
            return CronSchedule.parse(text, ZoneId.systemDefault());
        }
    }
}
