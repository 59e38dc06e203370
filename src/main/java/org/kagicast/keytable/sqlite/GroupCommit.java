package org.kagicast.keytable.sqlite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes. Whatever has queued up while it was syncing becomes its next transaction, so that many
/// callers share a sync; each gets its answer after it.
///
/// When the disk fails, nothing more is written until the table has been opened again: after a sync that failed, the
/// next one may succeed without having stored what the first one was for.
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_AT_ONCE = 256;

    private final Sql sql;
    private final Path file;
    private final CommittedTable committed;
    private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;
    private @Nullable OperatorException fault;
    private boolean tracesLeft;

    /// @param sql belongs to this object from now on
    GroupCommit(Sql sql, Path file, CommittedTable committed) {
        this.sql = sql;
        this.file = file;
        this.committed = committed;
        this.thread = Thread.ofPlatform().name("key-table-writer").daemon().start(this::run);
    }

    /// Has some work done in a transaction, and returns when it is on the disk. No interrupt breaks the wait: what is
    /// being written is answered.
    ///
    /// @throws OperatorException from the work, which then has written nothing; or when the disk fails
    /// @throws IllegalStateException after [#close()]
    <T> T write(Function<Transaction, T> work) {
        Pending<T> pending = new Pending<>(work);
        synchronized (queue) {
            if (closed) {
                throw new IllegalStateException("the key table is closed");
            }
            queue.add(pending);
        }
        try {
            return pending.answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException told ? told : e;
        }
    }

    private void run() {
        List<Pending<?>> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST_AT_ONCE - 1);
                boolean last = batch.removeIf(pending -> pending.work == null);
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

    private void end(List<Pending<?>> batch) {
        synchronized (queue) {
            closed = true;
            queue.drainTo(batch);
        }
        fail(batch, new IllegalStateException("the key table's writer has ended"));
    }

    private void commit(List<Pending<?>> batch) {
        if (fault != null) {
            fail(batch, fault);
            return;
        }
        Transaction transaction = new Transaction(sql, committed.revision());
        try {
            sql.run("BEGIN IMMEDIATE");
            batch.forEach(pending -> pending.runIn(transaction));
            if (transaction.changesNothing()) {
                sql.run("ROLLBACK");
            } else {
                TableRow.setRevision(sql, transaction.revision());
                sql.run("COMMIT");
                committed.apply(transaction.keys(), transaction.grants(), transaction.revision());
            }
        } catch (RuntimeException e) {
            transaction.wipe();
            fail(batch, rolledBack(e));
            return;
        }
        tracesLeft |= transaction.destroys();
        removeTraces();
        batch.forEach(Pending::answer);
    }

    /// Empties the write-ahead log, in which pages with destroyed keys may stand, once nobody reads from it.
    private void removeTraces() {
        if (!tracesLeft) {
            return;
        }
        try {
            sql.run("PRAGMA busy_timeout = 0");
            tracesLeft = sql.number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
            sql.run("PRAGMA busy_timeout = " + Database.PATIENCE);
        } catch (SqlFault e) {
            LOG.warn("The write-ahead log of {} keeps traces of destroyed keys for now", file, e);
        }
    }

    private RuntimeException rolledBack(RuntimeException e) {
        RuntimeException told = e instanceof SqlFault failed ? Faults.told(failed, file) : e;
        try {
            sql.run("ROLLBACK");
        } catch (SqlFault none) {
            // SQLite has rolled back by itself, which it does after grave faults.
            LOG.debug("no transaction to roll back", none);
        }
        if (e instanceof SqlFault failed && isGrave(failed)) {
            LOG.error("The key table {} takes no more changes until it is opened again", file, e);
            fault = Faults.told(failed, file);
        }
        return told;
    }

    private static boolean isGrave(SqlFault failed) {
        return switch (failed.code()) {
            case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB -> true;
            default -> false;
        };
    }

    private static void fail(List<Pending<?>> batch, RuntimeException why) {
        batch.forEach(pending -> pending.answer.completeExceptionally(why));
    }

    /// Writes what has been asked for, then closes the file. Twice is harmless.
    @Override
    public void close() {
        synchronized (queue) {
            closed = true;
            queue.add(new Pending<Void>(null));
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
        sql.close();
    }

    /// One caller's work, and its answer. Work that is null ends the thread.
    private static final class Pending<T> {

        private final @Nullable Function<Transaction, T> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable T result;

        Pending(@Nullable Function<Transaction, T> work) {
            this.work = work;
        }

        /// A refusal told by [OperatorException] concerns this caller alone; anything else ends the transaction.
        void runIn(Transaction transaction) {
            try {
                result = Objects.requireNonNull(work).apply(transaction);
            } catch (OperatorException refused) {
                answer.completeExceptionally(refused);
            }
        }

        void answer() {
            if (result != null) {
                answer.complete(result);
            }
        }
    }
}
