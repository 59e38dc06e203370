package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.send.PacketWriter;
import org.kagicast.model.KeyId;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.RekeyAnnouncement;
import org.kagicast.wire.RekeyAnnouncement.ComingKey;

/// Multicasts announcements (C8, R19) under the key in use of their label, again and again because packets get lost, each with the time
/// that remains. It belongs to the stream's thread.
public final class Announcer {

    /// At least five repeats must reach the group within the lead time.
    private static final int REPEATS_IN_LEAD_TIME = 6;
    public static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration WITHDRAWAL_INTERVAL = Duration.ofMillis(200);
    private static final int WITHDRAWALS = 5;

    /// Above what versions began with that took milliseconds since 1970.
    private static final long FIRST_GENERATION = 1L << 42;

    private final StreamContext context;
    private final PacketWriter.Control control;
    private @Nullable RepeatedTask repeats;
    private Runnable announcement = () -> {
    };
    private long generation;

    Announcer(StreamContext context, PacketWriter.Control control) {
        this.context = context;
        this.control = control;
    }

    /// Announces a coming key until stopped.
    ///
    /// @param remaining the time to the take-over, as far as anyone can tell, looked at for each repeat
    void announce(EncryptionKey key, KeyId replaces, Duration leadTime, Supplier<Duration> remaining) {
        KeyId coming = key.id();
        generation = Math.max(generation + 1, generation(key));
        long own = generation;
        List<ComingKey> set = List.of(new ComingKey(coming, context.line().label().value(), replaces));
        announcement = () -> {
            Duration left = remaining.get();
            send(new RekeyAnnouncement(own, left, left.dividedBy(2), set));
        };
        Duration interval = leadTime.dividedBy(REPEATS_IN_LEAD_TIME);
        repeat(interval.compareTo(LONGEST_INTERVAL) < 0 ? interval : LONGEST_INTERVAL, Integer.MAX_VALUE, announcement);
        context.announced(Optional.of(key.name()));
    }

    /// The take-over is put off: goes on announcing it, at once and then calmly.
    void goOn() {
        repeat(LONGEST_INTERVAL, Integer.MAX_VALUE, announcement);
    }

    /// Announces that nothing is coming any more.
    void withdraw() {
        generation++;
        RekeyAnnouncement nothing = new RekeyAnnouncement(generation, Duration.ZERO, Duration.ZERO, List.of());
        repeat(WITHDRAWAL_INTERVAL, WITHDRAWALS, () -> send(nothing));
        context.announced(Optional.empty());
    }

    void stop() {
        if (repeats != null) {
            repeats.stop();
        }
    }

    private void repeat(Duration interval, int times, Runnable work) {
        stop();
        repeats = RepeatedTask.start(context, interval, times, work);
    }

    private void send(RekeyAnnouncement announcement) {
        control.send(InnerType.ANNOUNCEMENT, announcement.toBytes());
    }

    /// By the key's number, which no key of the line had before, so that it is later than any before a restart too, for
    /// clients that remember; its withdrawal comes between it and that of the next key.
    private static long generation(EncryptionKey key) {
        return FIRST_GENERATION + 2 * key.number();
    }
}
