package org.kagicast.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds where a log goes on. It follows the file that was written last and holds it against the signed head; the older
/// ones are for [AuditVerifier].
final class AuditOpening {

    private static final Logger LOG = LoggerFactory.getLogger(AuditOpening.class);

    private AuditOpening() {
    }

    /// @param sequence the latest entry; 0 if there is none
    /// @param hash its hash
    /// @param signed the latest entry that is signed
    /// @param firstSequence the first entry of the current file, or that it will have
    /// @param length bytes of whole lines in the current file
    /// @param table what the log knows of the key table that it is about, as far as its latest files tell
    record Found(long sequence, String hash, long signed, long firstSequence, long length,
            Optional<TableMoment> table) {}

    static Found find(AuditFiles files, AuditKey key, Instant now) throws IOException {
        String beginning = AuditEntry.beginning(key.publicKey().getEncoded());
        List<Path> putAside = files.allPutAside();
        if (putAside.isEmpty() && !Files.exists(files.current()) && !Files.exists(files.head())) {
            SignedCheckpoint.sign(0, beginning, now, key).write(files.head());
        }
        SignedCheckpoint head = SignedCheckpoint.read(files.head(), key.publicKey())
                .orElseThrow(() -> broken(files, "Its signed head is missing, or signed with another key."));
        boolean goesOn = hasEntry(files.current()) || putAside.isEmpty();
        Path latest = goesOn ? files.current() : putAside.getLast();
        HashChain chain = putAside.isEmpty()
                ? beginning(files, key, beginning, head)
                : HashChain.within(latest, Set.of(head.sequence()));
        long first = chain.sequence() + 1;
        follow(chain, latest, head, files);
        return new Found(chain.sequence(), chain.hash(), head.sequence(), goesOn ? first : chain.sequence() + 1,
                goesOn ? chain.end() : 0, chain.table().or(() -> inFormer(putAside, latest)));
    }

    /// What is read here is not verified: who can write it can write the table as well.
    private static Optional<TableMoment> inFormer(List<Path> putAside, Path latest) {
        List<Path> former = putAside.stream().filter(file -> !file.equals(latest)).toList();
        if (former.isEmpty()) {
            return Optional.empty();
        }
        Optional<TableMoment> table = Optional.empty();
        try (Lines lines = new Lines(former.getLast())) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<TableMoment> earlier = table;
                table = line.flatMap(AuditEntry::read).flatMap(AuditEntry::table).or(() -> earlier);
            }
        } catch (IOException unreadable) {
            LOG.warn("The audit log {} cannot be read", former.getLast(), unreadable);
        }
        return table;
    }

    /// The chain before the current file, when no other is there: the log's very beginning, or where the parts end that were
    /// moved elsewhere.
    private static HashChain beginning(AuditFiles files, AuditKey key, String beginning, SignedCheckpoint head)
            throws IOException {
        AuditParts parts = AuditParts.in(List.of(files.folder()), Optional.of(files.current()), key.publicKey());
        boolean isFromTheBeginning = !Files.exists(files.current())
                || parts.first().map(first -> first == 1).orElse(parts.checkpoints().isEmpty());
        Set<Long> noted = Set.of(head.sequence());
        return isFromTheBeginning
                ? new HashChain(0, beginning, noted)
                : parts.before().map(checkpoint -> new HashChain(checkpoint.sequence(), checkpoint.hash(), noted))
                        .orElseGet(() -> new HashChain(0, beginning, noted));
    }

    private static void follow(HashChain chain, Path latest, SignedCheckpoint head, AuditFiles files)
            throws IOException {
        if (Files.exists(latest)) {
            chain.follow(latest).ifPresent(wrong -> {
                throw broken(files, wrong.sentence());
            });
        }
        chain.against(head, latest).ifPresent(wrong -> {
            throw broken(files, wrong.sentence());
        });
        if (chain.endsUnfinished()) {
            LOG.warn("The audit log {} ended in a half-written line after entry {}; the line is cut off", latest,
                    chain.sequence());
        }
    }

    private static boolean hasEntry(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (Lines lines = new Lines(file)) {
            return lines.next().isPresent();
        }
    }

    private static OperatorException broken(AuditFiles files, String how) {
        return new OperatorException(how + " Keep it for the inquiry, and move " + files.current()
                + " and all that belongs to it away to begin a new log. If the folder was put back to an older state, what was "
                + "revoked, granted and ordered since is not in it: look through 'kagicast policy' once the program runs, "
                + "and do it again.");
    }
}
