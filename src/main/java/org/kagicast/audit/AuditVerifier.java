package org.kagicast.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.kagicast.audit.AuditVerification.Broken;
import org.kagicast.audit.AuditVerification.Fault;
import org.kagicast.audit.AuditVerification.Intact;
import org.kagicast.model.OperatorException;

/// Finds out whether a log is what was written: no entry edited, removed, put elsewhere or cut off. It may be run beside
/// the program that writes the log; a line that is being written does not count.
///
/// Entries after the signed head are chained, but whoever can write the files can cut them off or add to them unnoticed
/// until the next head is signed. Whoever can put back an older log *with* its older head goes unnoticed too, unless a
/// head was pinned, which is to say copied elsewhere ([AuditPin]).
public final class AuditVerifier {

    private AuditVerifier() {
    }

    /// Verifies a log with the public key beside it (`.pub`).
    ///
    /// @param log the current file, `….jsonl`; the files put aside are found beside it
    /// @throws OperatorException if there is no such log, or it cannot be read
    public static AuditVerification verify(Path log) {
        return verify(log, Optional.empty());
    }

    /// As [#verify(Path)].
    ///
    /// @param pin an entry that was seen earlier, which the log must still hold
    public static AuditVerification verify(Path log, Optional<AuditPin> pin) {
        return verify(log, AuditKey.publicHalf(new AuditFiles(log).key()), pin);
    }

    /// Verifies a log with a public key that was kept elsewhere, which is safer.
    public static AuditVerification verify(Path log, Path publicKey) {
        return verify(log, publicKey, Optional.empty());
    }

    /// Verifies parts that were archived, or a log together with those of its parts that were. If its first entries are not
    /// among them, the rest must follow on a signed checkpoint.
    ///
    /// @param places the log's current file, if it is to be verified too, and folders of archives, in any order
    /// @throws OperatorException if there is no log, or it cannot be read
    public static AuditVerification verify(List<Path> places, Optional<AuditPin> pin) {
        List<Path> logs = places.stream().filter(place -> !Files.isDirectory(place)).toList();
        List<Path> archives = places.stream().filter(Files::isDirectory).toList();
        if (logs.size() > 1) {
            throw new OperatorException("One log is verified at a time: name one file, and folders of its archives.");
        }
        AuditFiles files = new AuditFiles(
                logs.isEmpty() ? archives.getFirst().resolve("audit.jsonl") : logs.getFirst());
        return verify(files, AuditKey.publicHalf(files.key()), !logs.isEmpty(), archives, pin);
    }

    private static AuditVerification verify(Path log, Path publicKey, Optional<AuditPin> pin) {
        return verify(new AuditFiles(log), publicKey, true, List.of(), pin);
    }

    private static AuditVerification verify(AuditFiles files, Path publicKey, boolean withCurrent, List<Path> archives,
            Optional<AuditPin> pin) {
        PublicKey key = AuditKey.publicKey(publicKey);
        try {
            // The head first: a log that is being written grows past it, and never falls
            // behind it.
            Optional<SignedCheckpoint> signed = withCurrent
                    ? SignedCheckpoint.read(files.head(), key)
                    : Optional.empty();
            AuditParts parts = parts(files, key, withCurrent, archives);
            Optional<SignedCheckpoint> head = withCurrent ? signed : parts.latestCheckpoint();
            if (head.isEmpty()) {
                return new Broken(files.head(), 0, Fault.NO_HEAD);
            }
            return judged(parts, head.get(), AuditEntry.beginning(key.getEncoded()), pin,
                    Base64.getEncoder().encodeToString(key.getEncoded()));
        } catch (IOException e) {
            throw new OperatorException("The audit log " + files.current() + " cannot be read: let this user read it.",
                    e);
        }
    }

    private static AuditParts parts(AuditFiles files, PublicKey key, boolean withCurrent, List<Path> archives)
            throws IOException {
        if (!Files.isDirectory(files.folder())) {
            throw missing(files);
        }
        Set<Path> folders = new LinkedHashSet<>();
        if (withCurrent) {
            folders.add(files.folder());
        }
        archives.forEach(archive -> folders.add(archive.toAbsolutePath()));
        AuditParts parts = AuditParts.in(folders, withCurrent ? Optional.of(files.current()) : Optional.empty(), key);
        if (parts.inOrder().isEmpty() && !(withCurrent && Files.exists(files.head()))) {
            throw missing(files);
        }
        return parts;
    }

    private static OperatorException missing(AuditFiles files) {
        return new OperatorException("There is no audit log " + files.current() + ": name the file of one.");
    }

    private static AuditVerification judged(AuditParts parts, SignedCheckpoint head, String beginning,
            Optional<AuditPin> pin,
            String publicKey) throws IOException {
        List<Path> files = parts.inOrder();
        Path last = files.isEmpty() ? Path.of("") : files.getLast();
        Set<Long> noted = new HashSet<>(parts.checkpoints().keySet());
        noted.add(head.sequence());
        pin.ifPresent(seen -> noted.add(seen.sequence()));
        boolean isWhole = parts.first().map(first -> first == 1).orElse(parts.checkpoints().isEmpty());
        Optional<SignedCheckpoint> before = isWhole ? Optional.empty() : parts.before();
        HashChain chain = before.map(checkpoint -> new HashChain(checkpoint.sequence(), checkpoint.hash(), noted))
                .orElseGet(() -> new HashChain(0, beginning, noted));
        long first = chain.sequence() + 1;
        Optional<Broken> broken = followed(chain, files);
        for (SignedCheckpoint checkpoint : parts.checkpoints().values()) {
            broken = broken.or(() -> chain.against(checkpoint, last));
        }
        return broken.or(() -> chain.against(head, last))
                .or(() -> pin.filter(seen -> seen.sequence() < first)
                        .map(seen -> new Broken(last, seen.sequence(), Fault.PINNED_ELSEWHERE)))
                .or(() -> pin.flatMap(seen -> chain.against(seen, last))).<AuditVerification>map(wrong -> wrong)
                .orElseGet(() -> new Intact(first, chain.sequence() - first + 1, head, publicKey));
    }

    /// What is wrong at the first bad entry, if anything is.
    private static Optional<Broken> followed(HashChain chain, List<Path> files) throws IOException {
        for (Path file : files) {
            Optional<Broken> broken = chain.follow(file);
            if (broken.isEmpty() && chain.endsUnfinished() && !file.equals(files.getLast())) {
                broken = Optional.of(new Broken(file, chain.sequence() + 1, Fault.UNREADABLE));
            }
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }
}
