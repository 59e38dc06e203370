package org.kagicast.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
    /// @param kept how many of them are still beside the log as well
    /// @param last the last entry in them; 0 if there are none
    public record Moved(List<Path> parts, int kept, long last) {

        public Moved {
            parts = List.copyOf(parts);
        }
    }

    /// Copies every closed part, and removes all but the newest of them beside the log. The log is verified before, and
    /// nothing is moved if it is broken. Nothing is removed before its copy is on the disk and was compared with it. What
    /// is removed is audited in the log by the program that writes it, within seconds or when it starts.
    ///
    /// @param log the current file, `….jsonl`
    /// @param to the folder; made for its owner alone if it is not there
    /// @param keep how many of the newest parts stay beside the log
    /// @param now for checkpoints of parts that were closed before there were any
    /// @throws OperatorException if the log is broken, or a file cannot be written or stands in the way
    public static Moved move(Path log, Path to, int keep, Instant now) {
        if (AuditVerifier.verify(log) instanceof Broken broken) {
            throw new OperatorException(broken.sentence() + " Nothing was moved.");
        }
        AuditFiles files = new AuditFiles(log);
        try {
            PrivateFiles.createFolder(to);
            List<Copied> copied = new ArrayList<>();
            for (Path part : files.allPutAside()) {
                copied.add(copy(files, part, to, now));
            }
            int removed = Math.max(0, copied.size() - keep);
            remove(files, copied.subList(0, removed));
            return new Moved(copied.stream().map(Copied::copy).toList(), copied.size() - removed,
                    copied.isEmpty() ? 0 : copied.getLast().entries().last());
        } catch (IOException e) {
            throw new OperatorException("The audit log " + log + " cannot be moved to " + to
                    + ": let this user write both, make room, and remove from it what has the same names.", e);
        }
    }

    /// One part and its copy.
    private record Copied(Path part, Path copy, AuditEvent.Entries entries) {}

    private static Copied copy(AuditFiles files, Path part, Path to, Instant now) throws IOException {
        Path publicKey = AuditKey.publicHalf(files.key());
        copy(publicKey, to.resolve(publicKey.getFileName()));
        Path checkpoint = AuditFiles.checkpointOf(part);
        HashChain chain = HashChain.within(part, Set.of());
        long before = chain.sequence();
        if (chain.follow(part).isPresent()) {
            throw new IOException(part + " has been changed meanwhile");
        }
        if (!Files.exists(checkpoint)) {
            SignedCheckpoint.sign(chain.sequence(), chain.hash(), now, AuditKey.at(files.key())).write(checkpoint);
        }
        for (Path each : files.allCheckpoints()) {
            if (each.equals(checkpoint) || SignedCheckpoint.read(each, AuditKey.publicKey(publicKey))
                    .filter(head -> head.sequence() == before).isPresent()) {
                copy(each, to.resolve(each.getFileName()));
            }
        }
        Path copy = to.resolve(part.getFileName());
        copy(part, copy);
        return new Copied(part, copy, new AuditEvent.Entries(before + 1, chain.sequence()));
    }

    /// Notes it before, unless the disk has no room even for the note, which may be why it is done.
    private static void remove(AuditFiles files, List<Copied> parts) throws IOException {
        if (parts.isEmpty()) {
            return;
        }
        AuditEvent.Entries all = new AuditEvent.Entries(parts.getFirst().entries().first(),
                parts.getLast().entries().last());
        boolean isNoted = isNoted(files, all);
        for (Copied each : parts) {
            Files.delete(each.part());
            isNoted = isNoted || isNoted(files, all);
        }
        PrivateFiles.syncFolder(files.folder());
        if (!isNoted) {
            throw new IOException("the note of what was moved cannot be written");
        }
    }

    private static boolean isNoted(AuditFiles files, AuditEvent.Entries moved) {
        Path note = files.noteOfArchive(moved.first());
        try {
            PrivateFiles.replace(note, Long.toString(moved.last()).getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException noRoom) {
            return false;
        }
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
