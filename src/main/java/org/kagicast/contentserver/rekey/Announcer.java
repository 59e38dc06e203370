package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.authenticity.SignedControl;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.send.PacketWriter;
import org.kagicast.model.KeyId;
import org.kagicast.time.Time;
import org.kagicast.wire.KeyEnd;
import org.kagicast.wire.RekeyAnnouncement;
import org.kagicast.wire.RekeyAnnouncement.ComingKey;

/// Tells the group of a label's keys under the one in use, again and again because packets get lost: which key comes (C8,
/// R19), each time with the time that remains, and how many packets each former key sealed. It belongs to the stream's
/// thread.
public final class Announcer {

    /// The time in which a key's end has been told as often as it is.
    public static final Duration ENDS_LASTING = Duration.ofSeconds(1);

    static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

    /// At least five repeats must reach the group within the lead time.
    private static final int REPEATS_IN_LEAD_TIME = 6;
    private static final Duration WITHDRAWAL_INTERVAL = Duration.ofMillis(200);
    private static final int WITHDRAWALS = 5;
    private static final Duration END_INTERVAL = Duration.ofMillis(160);
    private static final int ENDS = 6;

    /// Above what versions began with that took milliseconds since 1970.
    private static final long FIRST_GENERATION = 1L << 42;

    private final StreamContext context;
    private final PacketWriter.Control control;
    private @Nullable Repeats announcing;
    private Runnable announcement = () -> {
    };
    private long generation;
    private final List<Repeats> ending = new ArrayList<>();

    Announcer(StreamContext context, PacketWriter.Control control) {
        this.context = context;
        this.control = control;
    }

    /// Announces a coming key until stopped.
    ///
    /// @param remaining the time to the take-over, as far as anyone can tell, looked at for each repeat
    void announce(EncryptionKey key, KeyId replaces, Duration leadTime, Supplier<Duration> remaining) {
        generation = Math.max(generation + 1, generation(key));
        long own = generation;
        List<ComingKey> set = List.of(new ComingKey(key.id(), context.line().label().value(), replaces));
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

    /// Announces nothing more. Ends of keys are told on.
    void stop() {
        if (announcing != null) {
            announcing.stop();
        }
    }

    /// A key has given way to the next: tells often enough in the second after it how many packets it sealed.
    void end(KeyId former, long packets) {
        byte[] body = new KeyEnd(former, packets).toBytes();
        ending.removeIf(Repeats::areOver);
        ending.add(new Repeats(END_INTERVAL, ENDS, () -> control.send(SignedControl.Purpose.KEY_END, body)));
    }

    /// Tells of no key's end any more.
    void stopEnds() {
        ending.forEach(Repeats::stop);
    }

    private void repeat(Duration interval, int times, Runnable work) {
        stop();
        announcing = new Repeats(interval, times, work);
    }

    private void send(RekeyAnnouncement message) {
        control.send(SignedControl.Purpose.ANNOUNCEMENT, message.toBytes());
    }

    /// By the key's number, which no key of the line had before, so that it is later than any before a restart too, for
    /// clients that remember; its withdrawal comes between it and that of the next key.
    private static long generation(EncryptionKey key) {
        return FIRST_GENERATION + 2 * key.number();
    }

    /// Something that is done at once and then again and again, so many times or until stopped.
    private final class Repeats {

        private final Runnable work;
        private final Time.Scheduled schedule;
        private int left;

        Repeats(Duration interval, int times, Runnable work) {
            this.work = work;
            this.left = times;
            run();
            this.schedule = context.time().every(interval, context.loop(), this::repeat);
        }

        void stop() {
            left = 0;
            schedule.cancel();
        }

        boolean areOver() {
            return left == 0;
        }

        private void repeat() {
            if (left > 0) {
                run();
            }
            if (left == 0) {
                stop();
            }
        }

        private void run() {
            left--;
            work.run();
        }
    }
}
