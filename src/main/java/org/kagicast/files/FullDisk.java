package org.kagicast.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells a disk that is full from one that fails, for whoever cannot see it by the fault.
public final class FullDisk {

    /// Less is of no use for anything that is opened.
    private static final long NOTHING = 48L << 10;

    private FullDisk() {
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
