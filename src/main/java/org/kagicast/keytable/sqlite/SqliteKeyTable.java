package org.kagicast.keytable.sqlite;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.kagicast.files.DiskRoom;
import org.kagicast.keytable.CreateOutcome;
import org.kagicast.keytable.DepositOutcome;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyDeposit;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyIdAllocator;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.Policy;
import org.kagicast.keytable.Retention;
import org.kagicast.keytable.RevocationOutcome;
import org.kagicast.keytable.StateOutcome;
import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.Witness;
import org.kagicast.keytable.kek.KekSource;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A key table in one SQLite file, the embedded and durable default.
///
/// Whatever a method answered is on the disk and survives SIGKILL and a power cut. Keys stand in the file, and in
/// memory until somebody asks for one, sealed under the KEK. A destroyed key is overwritten in the file and its
/// write-ahead log; the blocks that a disk may have kept elsewhere hold it sealed, no more. One process at a time has a
/// table open; backups may be taken beside it.
///
/// Reading never waits for the disk, but [#changesAfter] does. Writing waits for a sync that it shares with whoever
/// writes at the same time. When the disk fails, writing throws an [OperatorException].
public final class SqliteKeyTable extends SqliteRecords implements KeyTable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteKeyTable.class);
    /// As many are destroyed in one transaction, lest those who create keys wait long.
    private static final int SWEPT_AT_ONCE = 200;

    private final Path file;
    private final TableLimits limits;
    private final TableWrites writes;
    private final RevisionLogReader changes;
    private final Policy policy;
    private final KeyIdAllocator allocator;
    private final Optional<Long> cameTo;
    private volatile boolean wasPutBack;

    private SqliteKeyTable(OpenTable opened, RevisionLogReader changes, KeyIdAllocator allocator, TableLimits limits,
            DiskRoom room, SecureRandom randomness, Time time) {
        super(opened, room, time);
        this.file = opened.faults().file();
        this.limits = limits;
        this.allocator = allocator;
        this.wasPutBack = opened.row().restored();
        this.cameTo = opened.cameTo();
        this.writes = new TableWrites(sealer, allocator, limits, randomness, time, running);
        this.changes = changes;
        this.policy = new SqlitePolicy(writer, committed, limits);
    }

    /// Opens a table, or makes it if there is no file. Every page and every sealed key is checked before it returns.
    ///
    /// @param file the database; its journal and lock lie beside it, readable by their owner only
    /// @param randomness makes the keys and seals them
    /// @throws OperatorException with one sentence, if the file is damaged, foreign, in use, not to be written, or made
    ///         with another KEK
    public static SqliteKeyTable open(Path file, KekSource kek, KeyIdAllocator allocator, TableLimits limits,
            SecureRandom randomness, Time time) {
        return open(file, kek, allocator, limits, DiskRoom.AMPLE, randomness, time);
    }

    /// As [#open(Path, KekSource, KeyIdAllocator, TableLimits, SecureRandom, Time)], on a disk whose room is watched: when
    /// it runs short, only changes whose witness calls them urgent are made.
    public static SqliteKeyTable open(Path file, KekSource kek, KeyIdAllocator allocator, TableLimits limits,
            DiskRoom room, SecureRandom randomness, Time time) {
        OpenTable opened = OpenTable.open(FileKind.TABLE, file, kek, room, randomness);
        try {
            checkFits(opened.row(), allocator, file);
            RevisionLogReader changes = new RevisionLogReader(Database.open(file), opened.faults(), opened.sealer());
            return new SqliteKeyTable(opened, changes, allocator, limits, room, randomness, time);
        } catch (SqlFault e) {
            opened.abandon();
            throw opened.faults().told(e);
        } catch (OperatorException e) {
            opened.abandon();
            throw e;
        }
    }

    private static void checkFits(TableRow row, KeyIdAllocator allocator, Path file) {
        if (row.restored() && !allocator.survivesForgetting()) {
            throw countedAgain(file);
        }
    }

    private static OperatorException countedAgain(Path file) {
        return new OperatorException("The key table " + file + " was put back to an older state, so key IDs that are "
                + "counted could be given out twice: choose random key IDs.");
    }

    @Override
    public TableLimits limits() {
        return limits;
    }

    @Override
    public CreateOutcome create(KeyCreationRequest request, Witness<CreateOutcome> witness) {
        if (wasPutBack && !allocator.survivesForgetting()) {
            throw countedAgain(file);
        }
        return writer.write(in -> writes.create(in, request), witness);
    }

    @Override
    public DepositOutcome deposit(KeyDeposit deposit, Witness<DepositOutcome> witness) {
        return writer.write(in -> writes.deposit(in, deposit), witness);
    }

    @Override
    public Optional<NodeName> ownerOf(StreamName stream) {
        return committed.ownerOf(stream);
    }

    @Override
    public StateOutcome setState(KeyId keyId, KeyState next, Witness<StateOutcome> witness) {
        return writer.write(in -> writes.setState(in, keyId, next), witness);
    }

    @Override
    public RevocationOutcome revoke(Member member, Witness<RevocationOutcome> witness) {
        try {
            return writer.write(in -> writes.revoke(in, member), witness);
        } catch (OperatorException notStored) {
            committed.revokeUnstored(member);
            throw notStored;
        }
    }

    @Override
    public List<KeyDescription> sweep(Retention retention, Witness<List<KeyDescription>> witness) {
        long now = running.nanos();
        storeRunningTime();
        List<KeyDescription> destroyed = new ArrayList<>();
        inParts(key -> retention.isOver(key, now),
                some -> destroyed.addAll(writer.write(in -> writes.sweep(in, some, retention), witness)));
        inParts(key -> retention.isForgotten(key, now),
                some -> writer.write(in -> writes.forget(in, some, retention), Witness.none()));
        return destroyed;
    }

    /// At least now and then, so that little of it is lost with a crash. A disk without room for it does no harm.
    private void storeRunningTime() {
        try {
            writer.write(in -> {
                in.keepAsItIs();
                return true;
            }, Witness.none());
        } catch (OperatorException notStored) {
            LOG.debug("the running time is not stored", notStored);
        }
    }

    private void inParts(Predicate<KeyDescription> isDue, Consumer<List<KeyId>> work) {
        List<KeyId> due = committed.describeAll().stream().filter(isDue).map(KeyDescription::keyId).toList();
        for (int from = 0; from < due.size(); from += SWEPT_AT_ONCE) {
            work.accept(due.subList(from, Math.min(due.size(), from + SWEPT_AT_ONCE)));
        }
    }

    @Override
    public long forgottenUpTo() {
        return committed.forgottenUpTo();
    }

    @Override
    public String epochAt(long revision) {
        return committed.epochAt(revision);
    }

    @Override
    public boolean wasPutBack() {
        return wasPutBack;
    }

    @Override
    public Optional<Long> cameTo() {
        return cameTo;
    }

    @Override
    public void putBack() {
        wasPutBack = true;
        writer.write(in -> {
            in.putBack();
            return true;
        }, Witness.urgent());
        ReplacedMark.remove(file);
    }

    /// Nothing later than [#revision()], although it may be on the disk for a moment already: of that, nobody can tell the
    /// epoch yet.
    @Override
    public List<TableChange> changesAfter(long revision, int atMost) {
        return changes.after(revision, committed.revision(), atMost);
    }

    @Override
    public Policy policy() {
        return policy;
    }

    /// Writes a copy of the table as it is now, while it goes on: see [KeyTableBackup#backUp].
    public void backUp(Path backup) {
        KeyTableBackup.backUp(file, backup);
    }

    @Override
    public void close() {
        if (!isClosed()) {
            storeRunningTime();
        }
        changes.close();
        super.close();
    }
}
