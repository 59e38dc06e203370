package org.kagicast.contentserver;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LastChange;

/// Which key is in use, and the step from one to the next (R21): a matter of this thread alone, for which no message is
/// needed. Afterwards the group is told how far the former key came, and the key server what became of both. It belongs
/// to the stream's thread.
final class KeySwitch {

    /// How the group learnt of a change.
    enum Kind {
        ANNOUNCED,
        IMMEDIATE
    }

    /// The key server is told of a switch within this time, but not in its first third, which belongs to the first packets
    /// under the new key. When is left to chance, so that streams that switch together do not all tell at once.
    static final Duration REPORT_WITHIN = Duration.ofMillis(90);

    private static final long REPORT_FROM_NANOS = REPORT_WITHIN.toNanos() / 3;

    private final StreamContext context;
    private final EncryptionKeyTable table;
    private final KeySelection selection;
    private final KeyEnds keyEnds;
    private final StateReports reports;
    private @Nullable EncryptionKey inUse;
    /// Read by others.
    private volatile Optional<KeyId> named = Optional.empty();
    private Instant since = Instant.EPOCH;
    private @Nullable LastChange last;
    /// What the key server is still to be told of the latest switch.
    private @Nullable Runnable report;
    private int announced;
    private int immediate;

    KeySwitch(StreamContext context, EncryptionKeyTable table, KeySelection selection, KeyEnds keyEnds,
            StateReports reports) {
        this.context = context;
        this.table = table;
        this.selection = selection;
        this.keyEnds = keyEnds;
        this.reports = reports;
    }

    /// Takes the first key into use.
    void begin(EncryptionKey first) {
        use(first);
        reports.tell(first.id(), KeyState.ACTIVE);
    }

    /// Seals with `next` from the next packet on.
    void to(EncryptionKey next, Kind kind) {
        EncryptionKey former = inUse();
        table.retire(former, KeyState.DEACTIVATED);
        use(next);
        if (kind == Kind.ANNOUNCED) {
            announced++;
        } else {
            immediate++;
        }
        last = new LastChange(former.id(), next.id(), kind == Kind.ANNOUNCED, since);
        keyEnds.tell(former.id(), former.packets());
        reportSoon(() -> {
            reports.tell(next.id(), KeyState.ACTIVE);
            reports.tell(former.id(), KeyState.DEACTIVATED);
        });
        context.inform("The stream " + context.line() + " changed from key " + former.id() + " to key " + next.id()
                + (kind == Kind.ANNOUNCED ? ", as announced." : ", unannounced."));
    }

    /// Takes the key out of use for good.
    void end() {
        reportNow();
        EncryptionKey key = inUse;
        named = Optional.empty();
        if (key != null && key.state() == KeyState.ACTIVE) {
            table.retire(key, KeyState.DEACTIVATED);
            reports.tell(key.id(), KeyState.DEACTIVATED);
        }
    }

    /// @throws IllegalStateException before the first key
    EncryptionKey inUse() {
        EncryptionKey key = inUse;
        if (key == null) {
            throw new IllegalStateException("the stream has no key yet");
        }
        return key;
    }

    Optional<KeyInUse> keyInUse() {
        return Optional.ofNullable(inUse).map(key -> new KeyInUse(key.id(), since, key.packets()));
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
        selection.use(key);
        inUse = key;
        since = context.time().now();
        named = Optional.of(key.id());
    }

    /// The key in use as far as it is known now. Safe from any thread.
    Optional<KeyId> named() {
        return named;
    }

    /// Tells the key server again that the key in use is so.
    void confirm() {
        named.filter(keyId -> report == null).ifPresent(keyId -> reports.tell(keyId, KeyState.ACTIVE));
    }
}
