package org.kagicast.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.kagicast.audit.AuditVerification.Broken;
import org.kagicast.audit.AuditVerification.Fault;
import org.kagicast.audit.AuditVerification.Intact;
import org.kagicast.model.OperatorException;

/// Finds out whether a log is what was written: no entry edited, removed, put elsewhere or cut off. It may be run beside
/// the program that writes the log; a line that is being written does not count.
///
/// Entries after the signed head are chained, but whoever can write the files can cut them off or add to them unnoticed
/// until the next head is signed. Whoever can put back an older log *with* its older head goes unnoticed too, unless a
/// head was copied elsewhere.
public final class AuditVerifier {

    private AuditVerifier() {
    }

    /// Verifies a log with the public key beside it (`.pub`).
    ///
    /// @param log the current file, `….jsonl`; the files put aside are found beside it
    /// @throws OperatorException if there is no such log, or it cannot be read
    public static AuditVerification verify(Path log) {
        return verify(log, AuditKey.publicHalf(new AuditFiles(log).key()));
    }

    /// Verifies a log with a public key that was kept elsewhere, which is safer.
    public static AuditVerification verify(Path log, Path publicKey) {
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
            Chain chain = new Chain(0, AuditEntry.beginning(key.getEncoded()), head.get().sequence());
            return judged(chain, parts, head.get());
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

    private static AuditVerification judged(Chain chain, List<Path> parts, SignedHead head) throws IOException {
        Path last = parts.isEmpty() ? Path.of("") : parts.getLast();
        for (Path part : parts) {
            Optional<Broken> broken = chain.follow(part);
            if (broken.isEmpty() && chain.endsUnfinished() && !part.equals(last)) {
                broken = Optional.of(new Broken(part, chain.sequence() + 1, Fault.UNREADABLE));
            }
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return chain.against(head, last).<AuditVerification>map(broken -> broken)
                .orElseGet(() -> new Intact(chain.sequence(), head.sequence(), head.at()));
    }
}
