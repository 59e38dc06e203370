package org.kagicast.audit;

import java.nio.file.Path;

/// What became of verifying a log.
public sealed interface AuditVerification {

    /// Every entry is there, in order and as it was written.
    ///
    /// @param first the number of the first one that is here; those before were moved elsewhere, up to a signed checkpoint
    /// @param entries how many there are
    /// @param head covers as many of them as its sequence says; nobody can tell whether later ones were cut off
    /// @param publicKey of whoever signed the head (X.509, Base64); the log is bound to it
    record Intact(long first, long entries, SignedCheckpoint head, String publicKey) implements AuditVerification {

        /// A whole log, from its first entry on.
        public Intact(long entries, SignedCheckpoint head, String publicKey) {
            this(1, entries, head, publicKey);
        }

        /// Whether the head is signed with that key, for those who were told it by another machine.
        public boolean isSigned() {
            return AuditKey.publicKey(publicKey).filter(head::isSignedWith).isPresent();
        }
    }

    /// The log is not what was written.
    ///
    /// @param file where that shows
    /// @param entry the first bad entry, which may be one that is missing
    record Broken(Path file, long entry, Fault fault) implements AuditVerification {

        /// One sentence for people.
        public String sentence() {
            String where = "The audit log is broken at entry " + entry + " (" + file.getFileName() + "): ";
            return where + switch (fault) {
                case UNREADABLE -> "the line is no entry.";
                case CHANGED -> "the entry has been changed.";
                case MISSING -> "the entry is missing, and perhaps those after it.";
                case OUT_OF_ORDER -> "an earlier entry stands in its place.";
                case DOES_NOT_FOLLOW ->
                    "it does not follow on the entry before it, so that one of the two was replaced.";
                case CUT_OFF -> "the log has been cut off before it, as its signed head shows.";
                case REWRITTEN -> "it is not the entry that was signed, so that it or earlier ones were rewritten.";
                case PINNED_MISSING -> "it was there when its head was pinned, so that an older log was put back.";
                case NOT_AS_PINNED -> "it is not the entry that was pinned, so that it or earlier ones were rewritten.";
                case PINNED_ELSEWHERE ->
                    "it was pinned, and is not here: name the folder that it was archived in, too.";
                case NO_HEAD -> "its signed head is missing, or signed with another key.";
            };
        }
    }

    enum Fault {
        UNREADABLE,
        CHANGED,
        MISSING,
        OUT_OF_ORDER,
        DOES_NOT_FOLLOW,
        CUT_OFF,
        REWRITTEN,
        PINNED_MISSING,
        NOT_AS_PINNED,
        PINNED_ELSEWHERE,
        NO_HEAD
    }
}
