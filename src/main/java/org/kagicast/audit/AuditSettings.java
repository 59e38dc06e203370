package org.kagicast.audit;

import java.time.Duration;
import java.util.Set;

/// How the log is kept.
///
/// @param rotateAt a file of so many bytes is put aside and a new one begun
/// @param headEvery entries after which the head is signed
/// @param headInterval time after which it is, if there are new entries
/// @param queued entries that may wait to be written before their callers wait with them
/// @param synced actions that are on the disk before they are answered, which costs each a sync of the disk, shared by
///        those who wait at the same time. Of others, a crash of the program can take the last few that were still
///        queued, and a power cut those of the last `headInterval`
public record AuditSettings(long rotateAt, int headEvery, Duration headInterval, int queued, Set<AuditAction> synced) {

    /// What changes who may have keys is synced. Keys made are not, as the key table has synced them before; nor keys
    /// given and refused, lest everyone who asks costs a sync.
    public static final AuditSettings DEFAULT = new AuditSettings(64L << 20, 4_096, Duration.ofSeconds(2), 8_192,
            AuditAction.ABOUT_TRUST);

    public AuditSettings {
        if (rotateAt < 1 || headEvery < 1 || queued < 1 || headInterval.isNegative() || headInterval.isZero()) {
            throw new IllegalArgumentException("a log that keeps nothing serves nobody");
        }
        synced = Set.copyOf(synced);
    }
}
