package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

import org.kagicast.files.FullDisk;
import org.kagicast.files.PrivateFiles;
import org.kagicast.files.ProcessLock;
import org.kagicast.keytable.kek.Kek;
import org.kagicast.keytable.kek.KekSource;
import org.kagicast.model.OperatorException;
import org.sqlite.SQLiteErrorCode;

/// Backups of a key table. In them keys are sealed as in the table itself: whoever restores one needs the same KEK, which
/// is to be kept elsewhere. They also hold keys that the table has destroyed since.
public final class KeyTableBackup {

    private KeyTableBackup() {
    }

    /// What to do with a table that is there already.
    public enum Existing {
        REFUSE,
        REPLACE
    }

    /// Writes a table as it is at one moment to a new file (0600), whether a key server has it open or not.
    ///
    /// @throws OperatorException if the backup is there already, or cannot be written or read; or if the table was put in
    ///         the place of another one that a key server has open still
    public static void backUp(Path table, Path backup) {
        Path making = backup.resolveSibling(backup.getFileName() + ".making");
        try {
            if (Files.exists(backup)) {
                throw new FileAlreadyExistsException(backup.toString());
            }
            Files.deleteIfExists(making);
            PrivateFiles.create(making);
            try {
                copy(table, making, backup);
                PrivateFiles.sync(making);
                PrivateFiles.rename(making, backup);
            } finally {
                Files.deleteIfExists(making);
            }
        } catch (FileAlreadyExistsException e) {
            throw new OperatorException("The backup " + backup + " is there already: choose another name.", e);
        } catch (IOException e) {
            throw new OperatorException(
                    "The backup " + backup + " cannot be written: choose a folder that this user may write.", e);
        }
    }

    private static void copy(Path table, Path making, Path backup) throws IOException {
        if (!Files.isRegularFile(table)) {
            throw new OperatorException(
                    "There is no key table " + table + ": name that of a key server or key master.");
        }
        SqliteErrors faults = new SqliteErrors(FileKind.TABLE, table);
        ReplacedMark.requireNone(faults);
        try (Sql sql = Database.openAsItIs(table)) {
            Schema.check(sql, faults);
            sql.run("VACUUM INTO ?", making.toAbsolutePath().toString());
        } catch (SqlFault e) {
            // The table's own disk need not have room for anything.
            throw e.code() == SQLiteErrorCode.SQLITE_FULL
                    ? new OperatorException(FullDisk.sentence("the backup " + backup), e)
                    : faults.told(e);
        }
    }

    /// Refuses a backup that cannot be restored, or whose keys another KEK has sealed, and changes nothing.
    ///
    /// @throws OperatorException with what is wrong
    public static void check(Path backup, KekSource kek) {
        requireThere(backup);
        SqliteErrors faults = new SqliteErrors(FileKind.TABLE, backup);
        try (Sql sql = Database.openAsItIs(backup)) {
            Schema.check(sql, faults);
            String origin = TableRow.origin(sql);
            KekRow.Opened found = KekRow.open(sql, faults, origin, kek);
            try (Kek opened = found.kek()) {
                new PolicySeal(opened, origin).check(sql, faults, found);
            }
        } catch (SqlFault e) {
            throw faults.told(e);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(faults.damaged(String.valueOf(e.getMessage())), e);
        }
    }

    private static void requireThere(Path backup) {
        if (!Files.isRegularFile(backup)) {
            throw new OperatorException("There is no backup " + backup + ": name the file of one.");
        }
    }

    /// Puts a backup in a table's place, at once and as a whole. No key server may have the table open.
    ///
    /// What the table has become since the backup is forgotten. So it gets another identity, by which its copies notice
    /// and start over, and from then on takes random key IDs only, which are not given out twice in spite of that.
    ///
    /// @throws OperatorException if there is a table and it is not to be replaced, or the backup is no sound key table
    public static void restore(Path backup, Path table, Existing existing, SecureRandom randomness) {
        requireThere(backup);
        SqliteErrors faults = new SqliteErrors(FileKind.TABLE, table);
        TableFile files = new TableFile(faults);
        try {
            PrivateFiles.createFolder(files.folder());
            ProcessLock held = files.lock();
            try {
                if (existing == Existing.REFUSE && Files.exists(table)) {
                    throw new OperatorException("The key table " + table
                            + " is there already: move it away, or say that the backup is to replace it.");
                }
                files.restoreFrom(backup, randomness);
            } finally {
                held.close();
            }
        } catch (SqlFault e) {
            throw new SqliteErrors(FileKind.TABLE, backup).told(e);
        } catch (IOException e) {
            throw faults.told(e);
        }
    }
}
