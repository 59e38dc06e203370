package org.kagicast.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.kagicast.model.OperatorException;

/// The parts of one log, wherever they lie: in the folder in which it is written, and in folders that they were moved to.
///
/// @param closed by the number of their first entry, as their names say
/// @param current the part that is being written; empty if only others were named
/// @param checkpoints the signed ends of parts, also of those that are not here, by the number of their last entry
record AuditParts(SortedMap<Long, Path> closed, Optional<Path> current, Map<Long, SignedCheckpoint> checkpoints) {

    private static final Pattern CLOSED = Pattern.compile(".+-(\\d{16})\\.jsonl");

    /// @param current empty if the log itself is not among the places
    /// @throws OperatorException if one part is in two places, and another one there; or a checkpoint was changed
    static AuditParts in(Collection<Path> folders, Optional<Path> current, PublicKey key) throws IOException {
        SortedMap<Long, Path> closed = new TreeMap<>();
        Map<Long, SignedCheckpoint> checkpoints = new HashMap<>();
        for (Path folder : folders) {
            for (Path file : list(folder)) {
                Matcher name = CLOSED.matcher(file.getFileName().toString());
                if (name.matches()) {
                    Path former = closed.putIfAbsent(Long.parseLong(name.group(1)), file);
                    requireSame(former == null ? file : former, file);
                } else if (AuditFiles.isCheckpoint(file)) {
                    SignedCheckpoint checkpoint = SignedCheckpoint.read(file, key)
                            .orElseThrow(() -> new OperatorException("The checkpoint " + file + " of the audit log has "
                                    + "been changed, or was signed with another key: put back the right one."));
                    checkpoints.put(checkpoint.sequence(), checkpoint);
                }
            }
        }
        return new AuditParts(closed, current, checkpoints);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void requireSame(Path former, Path file) throws IOException {
        if (!former.equals(file) && Files.mismatch(former, file) >= 0) {
            throw new OperatorException("The part " + file.getFileName() + " of the audit log is not the same in "
                    + former.getParent() + " and " + file.getParent() + ": verify it in each of them.");
        }
    }

    /// All of them, in the order in which they were written.
    List<Path> inOrder() {
        List<Path> all = new ArrayList<>(closed.values());
        current.filter(Files::exists).ifPresent(all::add);
        return all;
    }

    /// The number of the first entry that is here; empty if there is none at all.
    Optional<Long> first() throws IOException {
        if (!closed.isEmpty()) {
            return Optional.of(closed.firstKey());
        }
        return current.isPresent() && Files.exists(current.get()) ? firstIn(current.get()) : Optional.empty();
    }

    static Optional<Long> firstIn(Path file) throws IOException {
        try (Lines lines = new Lines(file)) {
            return lines.next().flatMap(AuditEntry::read).map(AuditEntry::sequence);
        }
    }

    /// The checkpoint that the first entry here follows; empty if it follows none that is known.
    Optional<SignedCheckpoint> before() throws IOException {
        Optional<Long> first = first();
        return first.isPresent()
                ? Optional.ofNullable(checkpoints.get(first.get() - 1))
                : latestCheckpoint();
    }

    Optional<SignedCheckpoint> latestCheckpoint() {
        return checkpoints.values().stream().max((one, other) -> Long.compare(one.sequence(), other.sequence()));
    }
}
