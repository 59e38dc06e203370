package org.kagicast.node.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;
import org.kagicast.audit.AuditKeeper;
import org.kagicast.audit.AuditLog;
import org.kagicast.audit.AuditSettings;
import org.kagicast.audit.AuditSink;
import org.kagicast.files.DiskReserve;
import org.kagicast.files.DiskRoom;
import org.kagicast.files.PrivateFiles;
import org.kagicast.keytable.KeyRecords;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.keytable.kek.KekPassphrase;
import org.kagicast.keytable.kek.KekSource;
import org.kagicast.keytable.sqlite.KeyTableBackup;
import org.kagicast.model.DiskState;
import org.kagicast.model.OperatorException;
import org.kagicast.node.OwnAudit;
import org.kagicast.time.Time;

/// The folder in which a key server, key master or key slave keeps what must outlive it, and a content server its audit
/// log, and what lies where in it.
public record DataFolder(Path path) {

    /// The table of a key server or key master.
    public Path keyTable() {
        return path.resolve("keys.db");
    }

    /// A key slave's copy.
    public Path copy() {
        return path.resolve("copy.db");
    }

    public Path audit() {
        return path.resolve("audit.jsonl");
    }

    /// Makes the folder, for its owner alone, unless it is there.
    ///
    /// @throws OperatorException if it cannot be made
    void create() {
        try {
            if (!Files.isDirectory(path)) {
                Path parent = path.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                PrivateFiles.createNewFolder(path);
            }
        } catch (IOException e) {
            throw new OperatorException("The folder " + path + " cannot be made: see that you may write there.", e);
        }
    }

    /// The KEK file of a database, made together with it: whoever makes one for a database that is there already would
    /// only hide that the right one is missing.
    private static KekFile kekFile(Path kek, Path database, SecureRandom randomness) {
        boolean isNew = !Files.exists(database) && !Files.exists(kek);
        return isNew ? KekFile.create(kek, randomness) : new KekFile(kek);
    }

    /// Opens a database with its key-encryption key, and wipes a passphrase afterwards.
    static <T> T opened(KekChoice kek, Path database, SecureRandom randomness, Function<KekSource, T> opening) {
        return switch (kek) {
            case KekChoice.File(Path path) -> opening.apply(kekFile(path, database, randomness));
            case KekChoice.Passphrase asked -> {
                try (KekPassphrase passphrase = asked.given().get()) {
                    yield opening.apply(passphrase);
                }
            }
        };
    }

    /// Writes the key table as it is now to a new file that only its owner may read, whether a key server has it open or
    /// not. Keys in it are sealed under the KEK, which is not in it.
    ///
    /// @throws OperatorException if there is no key table, or the backup cannot be written
    public void backUp(Path backup) {
        KeyTableBackup.backUp(keyTable(), backup);
    }

    /// Puts a backup in the place of the key table. Slaves start over afterwards, and keys have random IDs.
    ///
    /// @param kek what the key server is going to use; a file need not be there yet, but must fit if it is
    /// @throws OperatorException if a key server runs, the backup is damaged, needs another KEK, or may not replace what
    ///         is there; nothing is changed then
    public void restore(Path backup, KekChoice kek, KeyTableBackup.Existing existing, SecureRandom randomness) {
        if (!(kek instanceof KekChoice.File(Path path)) || Files.exists(path)) {
            opened(kek, backup, randomness, source -> {
                KeyTableBackup.check(backup, source);
                return true;
            });
        }
        KeyTableBackup.restore(backup, keyTable(), existing, randomness);
    }

    /// The audit log, for operators.
    OwnAudit ownAudit(AuditSink sink) {
        return new OwnAudit(audit(), sink);
    }

    /// Keeps room on the folder's disk for what is urgent. On a disk that is full it is given up at once: what is opened
    /// next takes some room. The log tells when the disk is full, and when there is room again.
    DiskRoom reserve(long bytes) {
        try {
            return new LoggedRoom(path, DiskReserve.at(path.resolve("reserve"), bytes));
        } catch (IOException e) {
            throw new OperatorException("The folder " + path + " cannot be used: see that you may write there.", e);
        }
    }

    /// How the disk is, for a node's metrics.
    ///
    /// @param table empty where there is none
    static DiskState disk(DiskRoom room, AuditLog audit, Optional<KeyRecords> table) {
        DiskRoom.Left left = room.left();
        return new DiskState(left.free(), left.total(), left.hasReserve(),
                audit.isWritten() && table.flatMap(KeyRecords::problem).isEmpty(),
                audit.displaced().isEmpty() && table.map(KeyRecords::isInPlace).orElse(true));
    }

    /// Opens the audit log, or begins it.
    AuditLog openAudit(AuditKeeper keeper, DiskRoom room, Time time) {
        return AuditLog.open(audit(), AuditSettings.DEFAULT, keeper, room, time);
    }
}
