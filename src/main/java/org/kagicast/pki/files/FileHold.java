package org.kagicast.pki.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Optional;
import org.kagicast.model.OperatorException;

/// A lock on a file of its own, which one holder has at a time: over all processes of a machine, and within each. It
/// ends with its process at the latest. Safe for use by several threads.
public final class FileHold implements AutoCloseable {

    private final FileChannel channel;

    private FileHold(FileChannel channel) {
        this.channel = channel;
    }

    /// @param file made if there is none
    /// @return empty if somebody else has it
    /// @throws OperatorException if the file cannot be made
    public static Optional<FileHold> of(Path file) {
        try {
            FileChannel channel = OwnerOnlyFiles.openToAppend(file);
            if (isLocked(channel)) {
                return Optional.of(new FileHold(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException fault) {
            throw OwnerOnlyFiles.cannotWrite(file, fault);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException taken) {
            return false;
        }
    }

    /// Lets somebody else have it. Twice is harmless.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException fault) {
            throw new OperatorException("A lock cannot be given up: check the disk.", fault);
        }
    }
}
