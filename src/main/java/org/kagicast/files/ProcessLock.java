package org.kagicast.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Keeps others, in this process or another, from something that one has open. The system lets go of it when the process
/// ends, however it ends.
///
/// It is a file of its own: on POSIX systems, closing any channel of a file takes away every lock that the process has
/// on it.
public final class ProcessLock implements AutoCloseable {

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /// The lock of a file; empty if somebody has it.
    ///
    /// @param of what is locked; the lock lies beside it and ends in `.lock`
    public static Optional<ProcessLock> take(Path of) throws IOException {
        Path file = of.resolveSibling(of.getFileName() + ".lock");
        if (!Files.exists(file)) {
            PrivateFiles.create(file);
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        if (isTaken(channel)) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new ProcessLock(channel));
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException inThisProcess) {
            return true;
        }
    }

    /// Twice is harmless.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a lock could not be let go of", e);
        }
    }
}
