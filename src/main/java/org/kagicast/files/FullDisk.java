package org.kagicast.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Tells a disk that is full from one that fails.
public final class FullDisk {

    /// Less is of no use for anything that is opened.
    private static final long NOTHING = 48L << 10;

    /// What Linux calls a disk without room, or without room for one user.
    private static final List<String> SAYINGS = List.of("No space left", "quota exceeded");

    private FullDisk() {
    }

    /// Whether something could not be written for want of room.
    ///
    /// @param path on the disk; need not be there
    public static boolean isCause(IOException fault, Path path) {
        String said = String.valueOf(fault.getMessage());
        return SAYINGS.stream().anyMatch(said::contains) || isAt(path);
    }

    /// That a disk is full, in one sentence with the way out.
    ///
    /// @param thing what lies on it, such as "the audit log audit.jsonl"
    public static String sentence(String thing) {
        return "The disk of " + thing + " is full: make room on it.";
    }

    /// @param path need not be there
    public static boolean isAt(Path path) {
        Path existing = path.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace() < NOTHING;
        } catch (IOException unknown) {
            return false;
        }
    }
}
