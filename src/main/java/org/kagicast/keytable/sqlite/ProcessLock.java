package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;

/// Keeps a second key server, in this process or another, from a table that one has open. The system lets go of it when
/// the process ends, however it ends.
///
/// It locks a file of its own: on POSIX systems, closing any channel of the database file would take SQLite's own locks
/// away.
final class ProcessLock implements AutoCloseable {

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws OperatorException if somebody has it
    static ProcessLock take(Path table) {
        Path file = table.resolveSibling(table.getFileName() + ".lock");
        try {
            if (!Files.exists(file)) {
                PrivateFiles.create(file);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (isTaken(channel)) {
                channel.close();
                throw new OperatorException("The key table " + table
                        + " is in use by another key server: stop that one first, or give this one a folder of its own.");
            }
            return new ProcessLock(channel);
        } catch (IOException e) {
            throw Faults.told(e, table);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException inThisProcess) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a lock could not be let go of", e);
        }
    }
}
