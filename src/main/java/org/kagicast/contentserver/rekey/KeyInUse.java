package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.EncryptionKeyTable;
import org.kagicast.contentserver.keys.KeyStateReporter;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.send.PacketWriter;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyState;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.LastChange;

/// Which key is in use, and the step from one to the next (R21): a matter of this thread alone, for which no message is
/// needed. Afterwards the group is told how far the former key came, and the key server what became of both. It belongs
/// to the stream's thread.
public final class KeyInUse {

    /// The key server is told of a switch within this time, but not in its first third, which belongs to the first packets
    /// under the new key. When is left to chance, so that streams that switch together do not all tell at once.
    static final Duration REPORT_WITHIN = Duration.ofMillis(90);

    private static final long REPORT_FROM_NANOS = REPORT_WITHIN.toNanos() / 3;

    private final StreamContext context;
    private final EncryptionKeyTable table;
    private final PacketWriter.Control control;
    private final Announcer announcer;
    private final KeyStateReporter reports;
    private @Nullable EncryptionKey inUse;
    private boolean hasEnded;
    private Instant since = Instant.EPOCH;
    private @Nullable LastChange last;
    /// What the key server is still to be told of the latest switch.
    private @Nullable Runnable report;
    private int announced;
    private int immediate;

    KeyInUse(StreamContext context, EncryptionKeyTable table, PacketWriter.Control control, Announcer announcer,
            KeyStateReporter reports) {
        this.context = context;
        this.control = control;
        this.table = table;
        this.announcer = announcer;
        this.reports = reports;
    }

    /// Takes the first key into use.
    void begin(EncryptionKey first) {
        use(first);
        reports.tell(first.name(), KeyState.ACTIVE);
    }

    /// Seals with `next` from the next packet on.
    ///
    /// @param isAnnounced how the group learnt of the change
    void change(EncryptionKey next, boolean isAnnounced) {
        EncryptionKey former = get();
        control.finish();
        table.retire(former, KeyState.DEACTIVATED);
        use(next);
        if (isAnnounced) {
            announced++;
        } else {
            immediate++;
        }
        last = new LastChange(former.id(), former.number(), next.id(), next.number(), isAnnounced, since);
        announcer.end(former.id(), former.packets());
        reportSoon(() -> {
            reports.tell(next.name(), KeyState.ACTIVE);
            reports.tell(former.name(), KeyState.DEACTIVATED);
        });
        context.inform("The stream " + context.line() + " changed from key " + former.name() + " to key " + next.name()
                + (isAnnounced ? ", as announced." : ", unannounced."));
    }

    /// Takes the key out of use for good.
    void end() {
        reportNow();
        EncryptionKey key = inUse;
        hasEnded = true;
        if (key != null && key.state() == KeyState.ACTIVE) {
            control.finish();
            table.retire(key, KeyState.DEACTIVATED);
            reports.tell(key.name(), KeyState.DEACTIVATED);
        }
    }

    /// The key for the next packet; null before the first.
    @Nullable
    EncryptionKey orNull() {
        return inUse;
    }

    /// @throws IllegalStateException before the first key
    EncryptionKey get() {
        EncryptionKey key = inUse;
        if (key == null) {
            throw new IllegalStateException("the stream has no key yet");
        }
        return key;
    }

    Optional<StreamSnapshot.KeyInUse> snapshot() {
        return Optional.ofNullable(inUse)
                .map(key -> new StreamSnapshot.KeyInUse(key.id(), key.number(), since, key.packets()));
    }

    Optional<LastChange> lastChange() {
        return Optional.ofNullable(last);
    }

    int announcedRekeys() {
        return announced;
    }

    int immediateRekeys() {
        return immediate;
    }

    private void reportSoon(Runnable next) {
        reportNow();
        report = next;
        long after = context.randomness().nextLong(REPORT_FROM_NANOS, REPORT_WITHIN.toNanos());
        context.time().after(Duration.ofNanos(after), context.loop(), () -> {
            if (next.equals(report)) {
                reportNow();
            }
        });
    }

    private void reportNow() {
        Runnable untold = report;
        if (untold != null) {
            report = null;
            untold.run();
        }
    }

    private void use(EncryptionKey key) {
        key.activate();
        inUse = key;
        since = context.time().now();
    }

    /// What it is called, until it is out of use.
    Optional<KeyName> name() {
        return Optional.ofNullable(inUse).filter(_ -> !hasEnded).map(EncryptionKey::name);
    }

    /// Tells the key server again that the key in use is so.
    void confirm() {
        name().filter(_ -> report == null).ifPresent(key -> reports.tell(key, KeyState.ACTIVE));
    }
}
