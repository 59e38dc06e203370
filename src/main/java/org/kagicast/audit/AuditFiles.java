package org.kagicast.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kagicast.files.ProcessLock;

/// Where the parts of a log lie: beside `audit.jsonl` the files put aside, `audit-<first sequence number>.jsonl`, the
/// signed end of each of those, `audit-<first sequence number>.checkpoint`, the signed head `audit.head`, and unless it is
/// kept elsewhere the signing key.
record AuditFiles(Path current) {

    private static final String ENDING = ".jsonl";
    private static final String CHECKPOINT = ".checkpoint";
    private static final String ARCHIVED = ".archived";
    private static final int LONGEST_NOTE = 32;

    Path head() {
        return current.resolveSibling(stem() + ".head");
    }

    /// By which the program that writes the log keeps others from it.
    Path lock() {
        return ProcessLock.fileOf(current);
    }

    Path key() {
        return current.resolveSibling(stem() + ".key");
    }

    Path putAside(long firstSequence) {
        return current.resolveSibling(String.format(Locale.ROOT, "%s-%016d%s", stem(), firstSequence, ENDING));
    }

    /// Of a file put aside.
    static Path checkpointOf(Path part) {
        String name = part.getFileName().toString();
        return part.resolveSibling(name.substring(0, name.length() - ENDING.length()) + CHECKPOINT);
    }

    static boolean isCheckpoint(Path file) {
        return file.getFileName().toString().endsWith(CHECKPOINT);
    }

    /// Says that parts are moved elsewhere, until the program that writes the log has audited it: named by the first of
    /// their entries, and holding the number of the last.
    Path noteOfArchive(long firstSequence) {
        return current.resolveSibling(String.format(Locale.ROOT, "%s-%016d%s", stem(), firstSequence, ARCHIVED));
    }

    /// The notes that have not been audited yet.
    List<Path> allNotesOfArchives() throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(stem()) + "-\\d{16}" + Pattern.quote(ARCHIVED));
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> name.matcher(file.getFileName().toString()).matches()).sorted().toList();
        }
    }

    /// What such a note tells; empty if it tells nothing.
    Optional<AuditEvent.Entries> archived(Path note) throws IOException {
        String name = note.getFileName().toString();
        int end = name.length() - ARCHIVED.length();
        String last = Files.size(note) > LONGEST_NOTE ? "" : Files.readString(note).strip();
        return last.matches("\\d{1,18}")
                ? Optional
                        .of(new AuditEvent.Entries(Long.parseLong(name.substring(end - 16, end)), Long.parseLong(last)))
                : Optional.empty();
    }

    /// Those of parts that were moved elsewhere included, oldest first.
    List<Path> allCheckpoints() throws IOException {
        String begin = stem() + "-";
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> isCheckpoint(file) && file.getFileName().toString().startsWith(begin)).sorted()
                    .toList();
        }
    }

    Path folder() throws IOException {
        Path folder = current.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(current + " is not a file");
        }
        return folder;
    }

    /// The files put aside, oldest first.
    List<Path> allPutAside() throws IOException {
        String begin = stem() + "-";
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> {
                String name = file.getFileName().toString();
                return name.startsWith(begin) && name.endsWith(ENDING);
            }).sorted().toList();
        }
    }

    private String stem() {
        String name = String.valueOf(current.getFileName());
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }
}
