package org.kagicast.keyserver;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.proto.FetcherSketch;
import org.kagicast.proto.ReportFetchersRequest;
import org.kagicast.rpc.Retry;
import org.kagicast.rpc.SizeLimit;
import org.kagicast.rpc.keys.FetchReporter;
import org.kagicast.time.Time;

/// Reports to the key master how many clients have fetched keys from this slave: soon after it has changed, all that
/// changed meanwhile at once as far as a request holds it, and everything when the master is there again. The keys with
/// the latest news come first, since those are the ones that somebody waits for.
///
/// A report that the master refuses keeps none of the others waiting: what was in it is told after everything else, in
/// smaller reports, down to the one count that is refused by itself and given up. Its monitor guards it. Safe for use by
/// several threads.
final class FetchCountReporter implements AutoCloseable {

    static final Duration EVERY = Duration.ofMillis(200);
    static final Duration AGAIN_AFTER = Duration.ofSeconds(2);
    /// Sketches that fit into one request, however large they are.
    static final int MOST_AT_ONCE = Math.min(Requests.MOST_SKETCHES, SizeLimit.LARGEST_REQUEST / largestSketch());

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final int WORTH_TIDYING = 1024;

    private final FetchReporter master;
    private final Time time;
    private final Executor executor;
    private final Predicate<KeyId> isThere;
    private final FetchCounts counts = new FetchCounts(this::changed);
    /// Those with the latest news last.
    private final SequencedSet<KeyId> untold = new LinkedHashSet<>();
    private int atOnce = MOST_AT_ONCE;
    private Time.@Nullable Scheduled next;
    private int tidyAt = WORTH_TIDYING;
    private boolean isTelling;
    private boolean closed;

    /// @param isThere whether the slave has the key of an ID; of others nothing is kept for long
    FetchCountReporter(FetchReporter master, Time time, Executor executor, Predicate<KeyId> isThere) {
        this.isThere = isThere;
        this.master = master;
        this.time = time;
        this.executor = executor;
    }

    /// What is counted here is reported.
    FetchCounts counts() {
        return counts;
    }

    /// The master may be another one, or have started anew.
    void tellAll() {
        List<KeyId> all = counts.keys();
        synchronized (this) {
            untold.clear();
            untold.addAll(all);
            soon(EVERY);
        }
    }

    /// Reports no more. Twice is harmless.
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }

    private synchronized void changed(KeyId keyId) {
        untold.addLast(keyId);
        soon(EVERY);
    }

    private void soon(Duration delay) {
        if (next == null && !isTelling && !closed && !untold.isEmpty()) {
            next = time.after(delay, executor, this::tell);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what comes of the future is looked at in the callback
    private void tell() {
        List<KeyId> now = take();
        var answer = master.report(ReportFetchersRequest.newBuilder()
                .addAllSketches(now.stream().flatMap(keyId -> sketch(keyId).stream()).toList()).build());
        var deadline = time.after(ANSWER_WITHIN, executor, () -> answer.cancel(true));
        answer.whenComplete((told, fault) -> {
            deadline.cancel();
            told(now, Optional.ofNullable(fault));
        });
    }

    private synchronized List<KeyId> take() {
        next = null;
        isTelling = true;
        if (counts.size() >= tidyAt) {
            counts.retain(isThere);
            tidyAt = Math.max(WORTH_TIDYING, 2 * counts.size());
        }
        List<KeyId> now = untold.reversed().stream().limit(atOnce).toList();
        now.forEach(untold::remove);
        return now;
    }

    private synchronized void told(List<KeyId> keyIds, Optional<Throwable> fault) {
        isTelling = false;
        if (fault.isEmpty()) {
            atOnce = MOST_AT_ONCE;
        } else if (Retry.after(fault.get()) == Retry.SAME) {
            untold.addAll(keyIds.reversed());
        } else {
            refused(keyIds);
        }
        soon(fault.isPresent() ? AGAIN_AFTER : EVERY);
    }

    private void refused(List<KeyId> keyIds) {
        if (keyIds.size() > 1) {
            keyIds.stream().filter(keyId -> !untold.contains(keyId)).forEach(untold::addFirst);
            atOnce = keyIds.size() / 2;
        }
    }

    /// In bytes, within a request.
    private static int largestSketch() {
        FetcherSketch largest = FetcherSketch.newBuilder().setKeyId(KeyId.LIMIT)
                .addAllSmallest(Collections.nCopies(KmvSketch.MOST, -1L)).setMore(true).build();
        return ReportFetchersRequest.newBuilder().addSketches(largest).build().getSerializedSize();
    }

    private Optional<FetcherSketch> sketch(KeyId keyId) {
        return counts.sketch(keyId).map(known -> FetcherSketch.newBuilder().setKeyId(keyId.value())
                .addAllSmallest(known.smallest()).setMore(known.more()).build());
    }
}
