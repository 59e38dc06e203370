package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;

import org.kagicast.files.HeldFiles;
import org.kagicast.files.PrivateFiles;
import org.kagicast.files.ProcessLock;
import org.kagicast.keytable.kek.KekSource;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.StorageMessage;

/// The files of one key table or copy of one: makes them, checks them before anybody reads a key from them, and puts a
/// backup in their place. A table comes into being, or is replaced, in one step, whatever moment the power goes at. To be
/// used under the [ProcessLock].
final class TableFile {

    private final SqliteErrors faults;
    private final Path file;

    TableFile(SqliteErrors faults) {
        this.faults = faults;
        this.file = faults.file();
    }

    /// @throws OperatorException if somebody has the table open
    ProcessLock lock() throws IOException {
        ReplacedMark.requireNone(faults);
        return ProcessLock.take(file).orElseThrow(() -> new OperatorException(faults.the()
                + " is in use by another key server: stop that one first, or give this one a folder of its own."));
    }

    /// Makes the table unless it is there.
    void makeIfMissing(KekSource kek, SecureRandom randomness) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        if (Files.exists(named("-wal"))) {
            throw new OperatorException(faults.the() + " is gone, and only its journal " + named("-wal")
                    + " is left: put both back, or " + faults.kind().cure() + ".");
        }
        Path making = named(".making");
        removeWithJournal(making);
        PrivateFiles.create(making);
        try (Sql sql = Database.openAsItIs(making)) {
            String origin = new UUID(randomness.nextLong(), randomness.nextLong()).toString();
            Schema.make(sql, faults.kind());
            TableRow.make(sql, faults.kind(), origin);
            KekRow.make(sql, origin, kek, randomness);
        }
        // Scripts that replace tables leave free pages, and a file that is cut off
        // within those would look whole.
        try (Sql sql = Database.openAsItIs(making)) {
            sql.run("VACUUM");
        }
        PrivateFiles.rename(making, file);
    }

    /// Refuses what is not sound, before anything in it is changed.
    void check() throws IOException {
        if (!Files.isWritable(file) || !Files.isRegularFile(file)) {
            throw faults.readOnly();
        }
        try (Sql sql = Database.openAsItIs(file)) {
            Schema.check(sql, faults);
        }
    }

    /// Takes a checked copy of a backup as the next content, as a table of another identity.
    void restoreFrom(Path backup, SecureRandom randomness) throws IOException {
        Path copying = named(".copying");
        removeWithJournal(copying);
        PrivateFiles.create(copying);
        try (var content = Files.newInputStream(backup); var copy = Files.newOutputStream(copying)) {
            content.transferTo(copy);
        }
        try (Sql sql = Database.openAsItIs(copying)) {
            Schema.check(sql, new SqliteErrors(faults.kind(), backup));
            TableRow.setRestored(sql, new UUID(randomness.nextLong(), randomness.nextLong()));
        }
        PrivateFiles.sync(copying);
        PrivateFiles.rename(copying, named(".restoring"));
        finishRestoring();
    }

    /// Ends a restore that had its content complete. The former journal goes first: it must never meet the new file.
    void finishRestoring() throws IOException {
        if (Files.exists(named(".restoring"))) {
            Files.deleteIfExists(named("-wal"));
            Files.deleteIfExists(named("-shm"));
            PrivateFiles.syncFolder(folder());
            PrivateFiles.rename(named(".restoring"), file);
        }
    }

    /// All that is open while the table is, except its backups.
    HeldFiles held() throws IOException {
        return HeldFiles.of(List.of(file, named("-wal"), named("-shm"), ProcessLock.fileOf(file)),
                StorageMessage.NOTHING_STORED,
                faults.kind().cureWhenGone());
    }

    Path folder() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw faults.readOnly();
        }
        return folder;
    }

    private Path named(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static void removeWithJournal(Path leftover) throws IOException {
        Files.deleteIfExists(leftover);
        Files.deleteIfExists(leftover.resolveSibling(leftover.getFileName() + "-journal"));
    }
}
