package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.kagicast.files.CloseStack;
import org.kagicast.files.DiskRoom;
import org.kagicast.files.HeldFiles;
import org.kagicast.files.PrivateFiles;
import org.kagicast.files.ProcessLock;
import org.kagicast.keytable.TableHistory;
import org.kagicast.keytable.kek.Kek;
import org.kagicast.keytable.kek.KekSource;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.StorageMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file of this package, locked, checked and read. Whoever is given one owns what is in it.
///
/// @param row what the file says of itself
/// @param committed what it holds
/// @param epoch names this opening of a table; empty for a copy
/// @param held the files that are open
/// @param cameTo the later revision that the table had come to under a program that had other files open, where these ones
///        were put in their place
record OpenTable(SqliteErrors faults, ProcessLock lock, Sql sql, TableRow row, RecordSealer sealer, PolicySeal seal,
        TableCache committed, Optional<String> epoch, HeldFiles held, Optional<Long> cameTo) {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTable.class);

    /// Opens a file, or makes it if there is none. Every page and every sealed key is checked before it returns.
    ///
    /// @throws OperatorException with one sentence, if the file is damaged, foreign, in use, not to be written, or made
    ///         with another KEK
    static OpenTable open(FileKind kind, Path file, KekSource kek, DiskRoom room, SecureRandom randomness) {
        SqliteErrors faults = new SqliteErrors(kind, file);
        try {
            return openIfNeedBeFromReserve(faults, kek, room, randomness);
        } catch (SqlFault e) {
            throw faults.told(e);
        } catch (IOException e) {
            throw faults.told(e);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(faults.damaged(String.valueOf(e.getMessage())), e);
        }
    }

    /// Opening takes room, too, though it may change nothing.
    private static OpenTable openIfNeedBeFromReserve(SqliteErrors faults, KekSource kek, DiskRoom room,
            SecureRandom randomness) throws IOException {
        try {
            return open(faults, kek, randomness);
        } catch (SqlFault e) {
            if (!faults.isFull(e) || !room.giveUp()) {
                throw e;
            }
            LOG.warn("{} finds no room on its disk; what was kept in reserve is used", faults.the());
            return open(faults, kek, randomness);
        }
    }

    private static OpenTable open(SqliteErrors faults, KekSource kek, SecureRandom randomness) throws IOException {
        TableFile files = new TableFile(faults);
        PrivateFiles.createFolder(files.folder());
        try (CloseStack parts = new CloseStack()) {
            ProcessLock lock = parts.add(files.lock());
            files.finishRestoring();
            files.makeIfMissing(kek, randomness);
            files.check();
            Sql sql = parts.add(Database.open(faults.file()));
            String origin = TableRow.origin(sql);
            KekRow.Opened found = KekRow.open(sql, faults, origin, kek);
            Kek opened = parts.add(found.kek());
            PolicySeal seal = sealed(sql, faults, found, origin, randomness);
            TableRow row = TableRow.load(sql);
            RecordSealer sealer = new RecordSealer(faults, row.origin(), opened, randomness);
            TableHistory history = switch (faults.kind()) {
                case TABLE -> EpochRows.load(sql, drawn(randomness));
                case COPY -> new TableHistory();
            };
            Optional<String> epoch = switch (faults.kind()) {
                case TABLE -> Optional.of(drawn(randomness));
                case COPY -> Optional.empty();
            };
            TableCache committed = new TableCache(faults.kind(), row, history);
            load(committed, sql, sealer);
            OpenTable table = new OpenTable(faults, lock, sql, row, sealer, seal, committed, epoch, files.held(),
                    cameTo(faults, row));
            parts.release();
            return table;
        }
    }

    /// A file is held against its seal before anything in it is changed. One from before there were seals gets one, and
    /// says from then on that it must have one.
    private static PolicySeal sealed(Sql sql, SqliteErrors faults, KekRow.Opened found, String origin,
            SecureRandom randomness) {
        PolicySeal seal = new PolicySeal(found.kek(), origin);
        seal.check(sql, faults, found);
        if (Schema.isOld(sql) || !found.isSealed()) {
            Schema.migrate(sql, () -> {
                seal.load(sql);
                TableRow.setPolicySeal(sql, seal.mac(sql.number("SELECT revision FROM key_table")));
                if (!found.isSealed()) {
                    KekRow.setSealed(sql, found.kek(), origin, randomness);
                }
            });
        }
        if (sql.number("SELECT coalesce(max(revision), 0) FROM key_record") > sql
                .number("SELECT revision FROM key_table")) {
            throw new OperatorException(faults.damaged(StorageMessage.LATER_REVISION.with()));
        }
        return seal;
    }

    /// A slave's copy gets what it lacks from its master.
    private static Optional<Long> cameTo(SqliteErrors faults, TableRow row) throws IOException {
        Optional<Long> cameTo = faults.kind() == FileKind.COPY
                ? Optional.empty()
                : ReplacedMark.read(faults.file()).filter(past -> past.identity().equals(row.identity()))
                        .map(ReplacedMark.Past::revision).filter(revision -> revision > row.revision());
        if (cameTo.isEmpty()) {
            ReplacedMark.remove(faults.file());
        }
        return cameTo;
    }

    private static String drawn(SecureRandom randomness) {
        return new UUID(randomness.nextLong(), randomness.nextLong()).toString();
    }

    private static void load(TableCache committed, Sql sql, RecordSealer sealer) {
        List<StoredKey> keys = KeyRecordStatements.all(sql);
        keys.forEach(key -> sealer.open(key).close());
        committed.load(keys, OwnerRows.all(sql), GrantRows.all(sql), RevocationRows.all(sql));
    }

    /// Lets go of a file that nobody has begun to use.
    void abandon() {
        sql.close();
        sealer.close();
        lock.close();
    }
}
