package org.kagicast.keyserver.replication;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.kagicast.rpc.keys.ChangeConfirmer;
import org.kagicast.time.Time;

/// Tells the key master what a slave's copy has stored, and whether it can store: one call at a time, and the latest as soon
/// as that has ended. What did not arrive is told with the next sign of life of the master. Its monitor guards it. Safe for
/// use by several threads.
final class ChangeConfirming {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Position NOTHING = new Position("", 0, false);

    private final ChangeConfirmer master;
    private final Time time;
    private final Executor executor;
    private Position reached = NOTHING;
    private Position told = NOTHING;
    private boolean isTelling;

    ChangeConfirming(ChangeConfirmer master, Time time, Executor executor) {
        this.master = master;
        this.time = time;
        this.executor = executor;
    }

    /// The master is heard, and the copy is that far.
    ///
    /// @param notStoring whether it gets no further, since it cannot store
    void reached(String tableId, long revision, boolean notStoring) {
        synchronized (this) {
            reached = new Position(tableId, revision, notStoring);
        }
        tellIfNew();
    }

    /// The master may have started anew: it is told again.
    synchronized void startOver() {
        told = NOTHING;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what comes of the future is looked at in the callback
    private void tellIfNew() {
        Position now;
        synchronized (this) {
            if (isTelling || reached.equals(told)) {
                return;
            }
            isTelling = true;
            now = reached;
        }
        CompletableFuture<?> answer = master.confirm(now.tableId(), now.revision(), now.notStoring());
        Time.Scheduled deadline = time.after(ANSWER_WITHIN, executor, () -> answer.cancel(true));
        answer.whenComplete((same, fault) -> {
            deadline.cancel();
            ended(now, fault == null);
        });
    }

    private void ended(Position position, boolean isTold) {
        synchronized (this) {
            isTelling = false;
            if (isTold) {
                told = position;
            }
        }
        if (isTold) {
            tellIfNew();
        }
    }

    private record Position(String tableId, long revision, boolean notStoring) {}
}
