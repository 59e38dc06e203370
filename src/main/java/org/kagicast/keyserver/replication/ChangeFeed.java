package org.kagicast.keyserver.replication;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.TableChange;
import org.kagicast.proto.TableChanges;

/// What one slave is sent (R14): the table's log from where the slave is, in parts of bounded size, each when the slave
/// has room for it. Nothing is kept for a slow slave but its position. Its monitor guards it and every call on the
/// observer.
final class ChangeFeed {

    static final int MOST_IN_A_PART = 256;

    private final KeyTable table;
    private final ServerCallStreamObserver<TableChanges> observer;
    private final Executor executor;
    private final AtomicBoolean isDue = new AtomicBoolean();
    /// What the slave has said that it has stored; never beyond what it was sent.
    private volatile long confirmed;
    /// Whether the slave has said that it cannot store.
    private volatile boolean notStoring;
    private volatile long position;
    private boolean isForeign;
    private boolean hasBegun;
    private boolean hasEnded;

    /// @param start where the slave stands
    ChangeFeed(KeyTable table, ServerCallStreamObserver<TableChanges> observer, Executor executor, Start start) {
        this.table = table;
        this.observer = observer;
        this.executor = executor;
        this.position = start.position();
        this.confirmed = start.position();
        this.isForeign = start.isForeign();
        this.notStoring = start.notStoring();
    }

    long confirmed() {
        return confirmed;
    }

    void confirmed(long revision) {
        confirmed = Math.min(revision, position);
    }

    boolean isNotStoring() {
        return notStoring;
    }

    void setNotStoring(boolean told) {
        notStoring = told;
    }

    /// Where a feed begins.
    ///
    /// @param position the revision from which on the slave needs everything
    /// @param isForeign whether the slave's copy is of a history that this table does not have
    /// @param notStoring whether the slave cannot store what it is sent
    record Start(long position, boolean isForeign, boolean notStoring) {}

    /// There may be something to send. However often it is said, it is looked at once.
    void lookSoon() {
        if (!isDue.getAndSet(true)) {
            executor.execute(() -> {
                isDue.set(false);
                send();
            });
        }
    }

    /// Sends what there is, or else a sign of life.
    synchronized void beat() {
        if (isOpen() && !sendPart()) {
            send(position, List.of());
        }
    }

    synchronized void end() {
        if (!hasEnded) {
            hasEnded = true;
            observer.onCompleted();
        }
    }

    private synchronized void send() {
        if (isOpen() && !hasBegun) {
            hasBegun = true;
            send(position, List.of());
        }
        while (isOpen() && sendPart()) {
            // Until the slave has no more room, or everything.
        }
    }

    private boolean isOpen() {
        return !hasEnded && !observer.isCancelled() && observer.isReady();
    }

    private boolean sendPart() {
        List<TableChange> changes = table.changesAfter(position, MOST_IN_A_PART);
        try {
            if (changes.isEmpty()) {
                return false;
            }
            send(changes.getLast().revision(), changes);
            return true;
        } finally {
            changes.forEach(TableChange::close);
        }
    }

    /// The position moves on first, since the observer may call for more before it returns.
    private void send(long reached, List<TableChange> changes) {
        TableChanges part = TableChanges.newBuilder().setTableId(table.tableId()).setAfterRevision(position)
                .setRevision(reached).setHeadRevision(Math.max(reached, table.revision()))
                .setEpoch(table.epochAt(reached)).setForeignHistory(isForeign)
                .addAllUnstored(table.unstored().stream().map(ChangeWriter::revocation).toList())
                .addAllChanges(changes.stream().map(ChangeWriter::write).toList()).build();
        position = reached;
        isForeign = false;
        observer.onNext(part);
    }
}
