package org.kagicast.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.kagicast.audit.AuditVerification.Broken;
import org.kagicast.audit.AuditVerification.Fault;

/// Follows entries from one to the next.
final class HashChain {

    private final Set<Long> noted;
    private long sequence;
    private String hash;
    private final Map<Long, String> notedHashes = new HashMap<>();
    private long end;
    private boolean unfinished;
    private Optional<TableMoment> table = Optional.empty();

    /// @param sequence the entry that comes before the first one read; 0 for the beginning
    /// @param hash the hash of that entry
    /// @param noted the entries whose hashes are to be kept
    HashChain(long sequence, String hash, Set<Long> noted) {
        this.noted = Set.copyOf(noted);
        step(sequence, hash);
    }

    /// A chain that begins with whatever a file begins with.
    static HashChain within(Path file, Set<Long> noted) throws IOException {
        try (Lines lines = new Lines(file)) {
            return lines.next().flatMap(AuditEntry::read)
                    .map(first -> new HashChain(first.sequence() - 1, first.previous(), noted))
                    .orElseGet(() -> new HashChain(0, "", noted));
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
                table = entry.orElseThrow().table().or(() -> table);
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
        if (noted.contains(sequence)) {
            notedHashes.put(sequence, hash);
        }
    }

    /// What is wrong between the chain and its signed head.
    Optional<Broken> against(SignedCheckpoint head, Path file) {
        if (head.sequence() > sequence) {
            return Optional.of(new Broken(file, sequence + 1, Fault.CUT_OFF));
        }
        return isOther(head.sequence(), head.hash())
                ? Optional.of(new Broken(file, head.sequence(), Fault.REWRITTEN))
                : Optional.empty();
    }

    /// What is wrong between the chain and an entry that was seen earlier.
    Optional<Broken> against(AuditPin pin, Path file) {
        if (pin.sequence() > sequence) {
            return Optional.of(new Broken(file, pin.sequence(), Fault.PINNED_MISSING));
        }
        return isOther(pin.sequence(), pin.hash())
                ? Optional.of(new Broken(file, pin.sequence(), Fault.NOT_AS_PINNED))
                : Optional.empty();
    }

    private boolean isOther(long entry, String expected) {
        String noticed = notedHashes.get(entry);
        return noticed != null && !noticed.equals(expected);
    }

    long sequence() {
        return sequence;
    }

    String hash() {
        return hash;
    }

    /// What the latest entry about a key table says of it, in the files that were read.
    Optional<TableMoment> table() {
        return table;
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
