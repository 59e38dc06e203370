package org.kagicast.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.kagicast.audit.AuditVerification.Broken;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;

/// Moves the closed parts of a log elsewhere. With each part goes its checkpoint, which is the signed end of the part, and
/// the one of the part before, so that an archive can be verified by itself; copies of the checkpoints stay, so that the
/// rest of the log can. It may be run beside the program that writes the log.
public final class AuditArchive {

    private AuditArchive() {
    }

    /// What was moved.
    ///
    /// @param parts as they are called now; none if no part was closed
    /// @param last the last entry in them; 0 if there are none
    public record Moved(List<Path> parts, long last) {

        public Moved {
            parts = List.copyOf(parts);
        }
    }

    /// Moves every closed part. The log is verified before, and nothing is moved if it is broken. Each part is removed only
    /// after its copy is on the disk and was compared with it.
    ///
    /// @param log the current file, `….jsonl`
    /// @param to the folder; made for its owner alone if it is not there
    /// @param now for checkpoints of parts that were closed before there were any
    /// @throws OperatorException if the log is broken, or a file cannot be written or stands in the way
    public static Moved move(Path log, Path to, Instant now) {
        if (AuditVerifier.verify(log) instanceof Broken broken) {
            throw new OperatorException(broken.sentence() + " Nothing was moved.");
        }
        AuditFiles files = new AuditFiles(log);
        try {
            PrivateFiles.createFolder(to);
            List<Path> moved = new ArrayList<>();
            long last = 0;
            for (Path part : files.allPutAside()) {
                last = move(files, part, to, now);
                moved.add(to.resolve(part.getFileName()));
            }
            return new Moved(moved, last);
        } catch (IOException e) {
            throw new OperatorException("The audit log " + log + " cannot be moved to " + to
                    + ": let this user write both, make room, and remove from it what has the same names.", e);
        }
    }

    private static long move(AuditFiles files, Path part, Path to, Instant now) throws IOException {
        Path publicKey = AuditKey.publicHalf(files.key());
        copy(publicKey, to.resolve(publicKey.getFileName()));
        Path checkpoint = AuditFiles.checkpointOf(part);
        Chain chain = Chain.within(part, Set.of());
        long before = chain.sequence();
        if (chain.follow(part).isPresent()) {
            throw new IOException(part + " has been changed meanwhile");
        }
        if (!Files.exists(checkpoint)) {
            SignedHead.sign(chain.sequence(), chain.hash(), now, AuditKey.at(files.key())).write(checkpoint);
        }
        for (Path each : files.allCheckpoints()) {
            if (each.equals(checkpoint) || SignedHead.read(each, AuditKey.publicKey(publicKey))
                    .filter(head -> head.sequence() == before).isPresent()) {
                copy(each, to.resolve(each.getFileName()));
            }
        }
        copy(part, to.resolve(part.getFileName()));
        Files.delete(part);
        PrivateFiles.syncFolder(files.folder());
        return chain.sequence();
    }

    /// A file that is there already must be the same.
    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(to)) {
            Path next = to.resolveSibling(to.getFileName() + ".next");
            Files.deleteIfExists(next);
            PrivateFiles.create(next);
            try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                    FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                for (long done = 0; done < in.size();) {
                    done += in.transferTo(done, in.size() - done, out);
                }
                out.force(true);
            }
            PrivateFiles.rename(next, to);
        }
        if (Files.mismatch(from, to) >= 0) {
            throw new IOException(to + " is there already, and another one than " + from);
        }
    }
}
