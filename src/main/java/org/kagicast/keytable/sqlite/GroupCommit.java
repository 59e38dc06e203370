package org.kagicast.keytable.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.kagicast.files.DiskRoom;
import org.kagicast.files.DiskRoom.Need;
import org.kagicast.files.HeldFiles;
import org.kagicast.keytable.RunningTime;
import org.kagicast.keytable.Witness;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/// The one thread that writes. Whatever has queued up while it was syncing becomes its next transaction, so that many
/// callers share a sync; each gets its answer after it. Their witnesses are asked together, right before the transaction
/// is committed: if one of them cannot note what it saw, nothing of the transaction is done.
///
/// When the disk runs short, only what is urgent is written, and the write-ahead log is kept as small as can be.
///
/// When the files were removed or replaced under it, nothing is written until they are back at their places.
///
/// When the disk fails, nothing more is written until the table has been opened again: after a sync that failed, the
/// next one may succeed without having stored what the first one was for.
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_AT_ONCE = 256;

    private final Sql sql;
    private final SqliteErrors faults;
    private final TableCache committed;
    private final RunningTime running;
    private final PolicySeal seal;
    private final Optional<String> epoch;
    private final DiskRoom room;
    private final HeldFiles held;
    private final ReplacedMark mark;
    private final BlockingQueue<PendingWrite<?>> queue = new LinkedBlockingQueue<>();
    /// Ends the thread.
    private final PendingWrite<Boolean> end = new PendingWrite<>(in -> true, Witness.none());
    /// Has the thread look after its files.
    private final PendingWrite<Boolean> looking = new PendingWrite<>(in -> true, Witness.none());
    private final Thread thread;
    private boolean closed;
    private volatile @Nullable OperatorException fault;
    private volatile @Nullable OperatorException latest;
    private boolean tracesLeft;
    private boolean hasBegun;

    /// @param sql belongs to this object from now on
    /// @param epoch begins with the first change; empty for a copy, whose changes are the master's
    /// @param room of its disk
    /// @param held what is open
    GroupCommit(Sql sql, SqliteErrors faults, TableCache committed, RunningTime running, PolicySeal seal,
            Optional<String> epoch, DiskRoom room, HeldFiles held) {
        this.sql = sql;
        this.faults = faults;
        this.committed = committed;
        this.running = running;
        this.seal = seal;
        this.epoch = epoch;
        this.room = room;
        this.held = held;
        this.mark = new ReplacedMark(faults.file());
        this.thread = Thread.ofPlatform().name("key-table-writer").daemon().start(this::run);
    }

    /// Has some work done in a transaction, and returns when it is on the disk. No interrupt breaks the wait: what is
    /// being written is answered.
    ///
    /// @param witness sees what the work answers before it is stored
    /// @throws OperatorException from the work, which then has written nothing; or when the disk fails
    /// @throws IllegalStateException after [#close()]
    <T> T write(Function<Transaction, T> work, Witness<T> witness) {
        PendingWrite<T> pending = new PendingWrite<>(work, witness);
        synchronized (queue) {
            if (closed) {
                throw new IllegalStateException("the key table is closed");
            }
            queue.add(pending);
        }
        return pending.await();
    }

    /// Has it found out soon whether the files are at their places, which is done before each transaction, too.
    void look() {
        synchronized (queue) {
            if (!closed && queue.isEmpty()) {
                queue.add(looking);
            }
        }
    }

    /// What lies in the place of the files is marked as not theirs.
    private boolean isInPlaceNow() {
        if (!held.look()) {
            mark.leave(new ReplacedMark.Past(committed.identity(), committed.revision()));
            return false;
        }
        if (mark.isLeft()) {
            mark.close();
            ReplacedMark.remove(faults.file());
        }
        return true;
    }

    private OperatorException displaced() {
        return new OperatorException(held.problem().orElseThrow());
    }

    boolean isInPlace() {
        return held.areInPlace();
    }

    private void run() {
        List<PendingWrite<?>> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST_AT_ONCE - 1);
                boolean last = batch.remove(end);
                batch.remove(looking);
                if (!isInPlaceNow()) {
                    fail(batch, displaced());
                    batch.clear();
                }
                if (!batch.isEmpty()) {
                    commit(batch);
                    batch.clear();
                }
                if (last) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the key table's writer was interrupted", e);
        } finally {
            end(batch);
        }
    }

    private void end(List<PendingWrite<?>> batch) {
        synchronized (queue) {
            closed = true;
            queue.drainTo(batch);
        }
        fail(batch, new IllegalStateException("the key table's writer has ended"));
    }

    /// What keeps changes from being stored: a disk that has failed, files that are not at their places, or a disk that had
    /// no room the last time.
    Optional<OperatorException> problem() {
        return Optional.ofNullable(fault).or(() -> held.problem().map(OperatorException::new))
                .or(() -> Optional.ofNullable(latest));
    }

    private void commit(List<PendingWrite<?>> batch) {
        OperatorException grave = fault;
        if (grave != null) {
            fail(batch, grave);
            return;
        }
        boolean isAmple = room.admits(Need.USUAL);
        if (!isAmple) {
            batch.stream().filter(pending -> !pending.isUrgent()).forEach(pending -> pending.fail(faults.nearlyFull()));
            batch.removeIf(pending -> !pending.isUrgent());
        }
        Optional<SqlFault> full = batch.isEmpty() ? Optional.empty() : committed(batch);
        if (full.isPresent()) {
            // Once more with what was kept in reserve, if it was.
            OperatorException told = faults.told(full.get());
            if (!room.giveUp() || committed(batch).isPresent()) {
                latest = told;
                fail(batch, told);
            }
        }
        if (!isAmple) {
            emptyTheLog();
        }
    }

    /// @return that the disk was full; nobody has been answered then
    private Optional<SqlFault> committed(List<PendingWrite<?>> batch) {
        Transaction transaction = new Transaction(sql, committed.revision(), committed.size(), seal.begin());
        try {
            sql.run("BEGIN IMMEDIATE");
            batch.forEach(pending -> pending.runIn(transaction));
            boolean isNews = !transaction.changesNothing();
            if (isNews) {
                beginEpoch(transaction);
                TableRow.setRevision(sql, transaction.revision(), running.nanos(),
                        transaction.policy().mac(transaction.revision()));
            }
            attest(batch);
            if (!isNews) {
                sql.run("ROLLBACK");
            } else {
                sql.run("COMMIT");
                seal.committed(transaction.policy());
                hasBegun |= transaction.begun().isPresent();
                committed.apply(transaction);
            }
        } catch (RuntimeException e) {
            transaction.wipe();
            RuntimeException told = rolledBack(e);
            batch.forEach(PendingWrite::takeBack);
            if (e instanceof SqlFault failed && failed.code() == SQLiteErrorCode.SQLITE_FULL) {
                return Optional.of(failed);
            }
            fail(batch, told);
            return Optional.empty();
        }
        latest = null;
        tracesLeft |= transaction.destroys();
        removeTraces();
        batch.forEach(PendingWrite::answer);
        return Optional.empty();
    }

    /// All are asked before the first is waited for, so that they too can share a sync.
    private static void attest(List<PendingWrite<?>> batch) {
        try {
            CompletableFuture.allOf(batch.stream().map(PendingWrite::attest).toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException told ? told : e;
        }
    }

    /// An opening that changes nothing is no epoch.
    private void beginEpoch(Transaction transaction) {
        if (!hasBegun && transaction.revision() > committed.revision()) {
            epoch.ifPresent(own -> transaction.begin(own, committed.revision() + 1));
        }
    }

    /// Empties the write-ahead log, in which pages with destroyed keys may stand, once nobody reads from it.
    private void removeTraces() {
        if (tracesLeft) {
            emptyTheLog();
        }
    }

    private void emptyTheLog() {
        try {
            sql.run("PRAGMA busy_timeout = 0");
            tracesLeft = sql.number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
            sql.run("PRAGMA busy_timeout = " + Database.PATIENCE);
        } catch (SqlFault e) {
            if (faults.isFull(e)) {
                LOG.warn("The write-ahead log of {} keeps traces of destroyed keys until there is room on its disk",
                        faults.file());
            } else {
                LOG.warn("The write-ahead log of {} keeps traces of destroyed keys for now", faults.file(), e);
            }
        }
    }

    private RuntimeException rolledBack(RuntimeException e) {
        RuntimeException told = e instanceof SqlFault failed ? faults.told(failed) : e;
        try {
            sql.run("ROLLBACK");
        } catch (SqlFault none) {
            // SQLite has rolled back by itself, which it does after grave faults.
            LOG.debug("no transaction to roll back", none);
        }
        if (e instanceof SqlFault failed && isGrave(failed)) {
            LOG.error("{} takes no more changes until it is opened again", faults.the(), e);
            fault = faults.told(failed);
        }
        return told;
    }

    private static boolean isGrave(SqlFault failed) {
        return switch (failed.code()) {
            case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB -> true;
            default -> false;
        };
    }

    private static void fail(List<PendingWrite<?>> batch, RuntimeException why) {
        batch.forEach(pending -> pending.fail(why));
    }

    /// Writes what has been asked for, then closes the file. Twice is harmless.
    @Override
    public void close() {
        synchronized (queue) {
            closed = true;
            queue.add(end);
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        mark.close();
        sql.close();
    }
}
