package org.kagicast.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Keeps others, in this process or another, from something that one has open. The system lets go of it when the process
/// ends, however it ends.
///
/// It is a file of its own, opened once by the process that has it: on POSIX systems, closing any channel of a file takes
/// away every lock that the process has on it. Safe for use by several threads.
public final class ProcessLock implements AutoCloseable {

    /// By their files' real paths, what this process holds.
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// The lock of a file; empty if somebody has it.
    ///
    /// @param of what is locked; the lock lies beside it ([#fileOf(Path)])
    public static Optional<ProcessLock> take(Path of) throws IOException {
        return takeFile(fileOf(of));
    }

    /// The file beside what is locked by which [#take(Path)] keeps others from it.
    public static Path fileOf(Path of) {
        return of.resolveSibling(of.getFileName() + ".lock");
    }

    /// The lock that is the file itself, which is made if there is none; empty if somebody has it.
    public static Optional<ProcessLock> takeFile(Path lock) throws IOException {
        synchronized (HELD) {
            if (!Files.exists(lock)) {
                makeUnlessMade(lock);
            }
            Path file = lock.toRealPath();
            if (HELD.contains(file)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (isTaken(channel)) {
                channel.close();
                return Optional.empty();
            }
            HELD.add(file);
            return Optional.of(new ProcessLock(file, channel));
        }
    }

    private static void makeUnlessMade(Path lock) throws IOException {
        try {
            PrivateFiles.create(lock);
        } catch (FileAlreadyExistsException meanwhile) {
            // Another process wants it too.
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException byOtherMeans) {
            return true;
        } catch (IOException fault) {
            channel.close();
            throw fault;
        }
    }

    /// Twice is harmless.
    @Override
    public void close() {
        synchronized (HELD) {
            if (!channel.isOpen()) {
                return;
            }
            HELD.remove(file);
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("a lock could not be let go of", e);
            }
        }
    }
}
