package org.kagicast.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
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

    private static AuditVerification verify(Path log, Path publicKey, Optional<AuditPin> pin) {
        AuditFiles files = new AuditFiles(log);
        PublicKey key = AuditKey.publicKey(publicKey);
        try {
            // The head first: a log that is being written grows past it, and never falls
            // behind it.
            Optional<SignedHead> head = SignedHead.read(files.head(), key);
            List<Path> parts = parts(files);
            if (head.isEmpty()) {
                return new Broken(files.head(), 0, Fault.NO_HEAD);
            }
            Set<Long> noted = pin.map(seen -> Set.copyOf(List.of(head.get().sequence(), seen.sequence())))
                    .orElseGet(() -> Set.of(head.get().sequence()));
            Chain chain = new Chain(0, AuditEntry.beginning(key.getEncoded()), noted);
            return judged(chain, parts, head.get(), pin).<AuditVerification>map(broken -> broken)
                    .orElseGet(() -> new Intact(chain.sequence(), head.get(),
                            Base64.getEncoder().encodeToString(key.getEncoded())));
        } catch (IOException e) {
            throw new OperatorException("The audit log " + log + " cannot be read: let this user read it.", e);
        }
    }

    private static List<Path> parts(AuditFiles files) throws IOException {
        if (!Files.isDirectory(files.folder())) {
            throw missing(files);
        }
        List<Path> parts = new ArrayList<>(files.allPutAside());
        if (Files.exists(files.current())) {
            parts.add(files.current());
        }
        if (parts.isEmpty() && !Files.exists(files.head())) {
            throw missing(files);
        }
        return parts;
    }

    private static OperatorException missing(AuditFiles files) {
        return new OperatorException("There is no audit log " + files.current() + ": name the file of one.");
    }

    /// What is wrong, if anything is.
    private static Optional<Broken> judged(Chain chain, List<Path> parts, SignedHead head, Optional<AuditPin> pin)
            throws IOException {
        Path last = parts.isEmpty() ? Path.of("") : parts.getLast();
        for (Path part : parts) {
            Optional<Broken> broken = chain.follow(part);
            if (broken.isEmpty() && chain.endsUnfinished() && !part.equals(last)) {
                broken = Optional.of(new Broken(part, chain.sequence() + 1, Fault.UNREADABLE));
            }
            if (broken.isPresent()) {
                return broken;
            }
        }
        return chain.against(head, last).or(() -> pin.flatMap(seen -> chain.against(seen, last)));
    }
}
