package org.kagicast.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.kagicast.audit.AuditVerification.Broken;
import org.kagicast.audit.AuditVerification.Fault;

/// Follows entries from one to the next.
final class Chain {

    private final long noted;
    private long sequence;
    private String hash;
    private Optional<String> notedHash = Optional.empty();
    private long end;
    private boolean unfinished;

    /// @param sequence the entry that comes before the first one read; 0 for the beginning
    /// @param hash the hash of that entry
    /// @param noted the entry whose hash is to be kept
    Chain(long sequence, String hash, long noted) {
        this.noted = noted;
        step(sequence, hash);
    }

    /// A chain that begins with whatever a file begins with.
    static Chain within(Path file, long noted) throws IOException {
        try (Lines lines = new Lines(file)) {
            return lines.next().flatMap(AuditEntry::read)
                    .map(first -> new Chain(first.sequence() - 1, first.previous(), noted))
                    .orElseGet(() -> new Chain(0, "", noted));
        }
    }

    /// Reads on in a file.
    ///
    /// @return what is wrong at the first bad entry
    Optional<Broken> follow(Path file) throws IOException {
        try (Lines lines = new Lines(file)) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<AuditEntry> entry = AuditEntry.read(line.get());
                Optional<Fault> fault = entry.map(this::fault).orElse(Optional.of(Fault.UNREADABLE));
                if (fault.isPresent()) {
                    return Optional.of(new Broken(file, sequence + 1, fault.get()));
                }
                step(entry.orElseThrow().sequence(), entry.orElseThrow().hash());
            }
            end = lines.end();
            unfinished = lines.endsUnfinished();
            return Optional.empty();
        }
    }

    private Optional<Fault> fault(AuditEntry entry) {
        if (!entry.sound()) {
            return Optional.of(Fault.CHANGED);
        }
        if (entry.sequence() != sequence + 1) {
            return Optional.of(entry.sequence() > sequence ? Fault.MISSING : Fault.OUT_OF_ORDER);
        }
        return entry.previous().equals(hash) ? Optional.empty() : Optional.of(Fault.DOES_NOT_FOLLOW);
    }

    private void step(long nextSequence, String nextHash) {
        sequence = nextSequence;
        hash = nextHash;
        if (sequence == noted) {
            notedHash = Optional.of(hash);
        }
    }

    /// What is wrong between the chain and its signed head.
    Optional<Broken> against(SignedHead head, Path file) {
        if (head.sequence() > sequence) {
            return Optional.of(new Broken(file, sequence + 1, Fault.CUT_OFF));
        }
        return notedHash.filter(signed -> !signed.equals(head.hash()))
                .map(rewritten -> new Broken(file, head.sequence(), Fault.REWRITTEN));
    }

    long sequence() {
        return sequence;
    }

    String hash() {
        return hash;
    }

    /// Bytes of whole lines in the file read last.
    long end() {
        return end;
    }

    /// Whether that file ends in the middle of a line.
    boolean endsUnfinished() {
        return unfinished;
    }
}
