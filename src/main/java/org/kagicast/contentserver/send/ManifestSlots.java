package org.kagicast.contentserver.send;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.kagicast.authenticity.SealedLog;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.time.Time;

/// When the content server vouches for what it has sealed under the keys of one label (R29). Each packet has its first
/// manifest within [#LONGEST_SLOT] and each further one within as much again. A slot with packets enough for a whole
/// manifest ends sooner, but there are at most 200 signatures a second and key. It belongs to the stream's thread.
final class ManifestSlots {

    static final Duration LONGEST_SLOT = Duration.ofMillis(20);
    static final Duration SHORTEST_SLOT = Duration.ofMillis(5);
    /// Asking the clock for each would cost more than the rest of a packet's bookkeeping.
    private static final int PACKETS_A_LOOK = 16;

    private final StreamContext context;
    private final int largestBody;
    private final BiConsumer<EncryptionKey, byte[]> outlet;
    private final Runnable flush;
    private final int whole;
    private @Nullable EncryptionKey key;
    private long begun;
    private Optional<Time.Scheduled> end = Optional.empty();

    /// @param largestBody bytes of the longest manifest
    /// @param outlet seals and sends the body of a manifest under the key, with the next flush
    /// @param flush sends what has been given to the outlet
    ManifestSlots(StreamContext context, int largestBody, BiConsumer<EncryptionKey, byte[]> outlet, Runnable flush) {
        this.context = context;
        this.largestBody = largestBody;
        this.outlet = outlet;
        this.flush = flush;
        this.whole = SealedLog.room(largestBody);
    }

    /// The key has sealed one packet or more that are no manifests.
    void sealed(EncryptionKey sealing) {
        if (!sealing.equals(key)) {
            key = sealing;
            begin();
        }
        if (end.isEmpty()) {
            scheduleEnd(sealing);
        }
        if (sealing.unsigned() >= whole && sealing.unsigned() % PACKETS_A_LOOK == 0
                && context.time().nanos() - begun >= SHORTEST_SLOT.toNanos()) {
            endSlot(sealing);
        }
    }

    /// The key seals nothing more: what it has sealed last is vouched for at once, as often as all is.
    void finish(EncryptionKey ending) {
        while (ending.isOwing()) {
            endSlot(ending);
        }
        stop();
    }

    private void onTime(EncryptionKey sealing) {
        if (sealing.equals(key) && sealing.isOwing()) {
            endSlot(sealing);
            flush.run();
        }
    }

    private void endSlot(EncryptionKey sealing) {
        sealing.manifests(largestBody).forEach(body -> outlet.accept(sealing, body));
        begin();
        if (sealing.isOwing()) {
            scheduleEnd(sealing);
        }
    }

    private void begin() {
        begun = context.time().nanos();
        stop();
    }

    private void scheduleEnd(EncryptionKey sealing) {
        end = Optional.of(context.time().after(LONGEST_SLOT, context.loop(), () -> onTime(sealing)));
    }

    private void stop() {
        end.ifPresent(Time.Scheduled::cancel);
        end = Optional.empty();
    }
}
