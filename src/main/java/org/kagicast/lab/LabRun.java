package org.kagicast.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.time.Time;

/// Runs a lab with no window: for a while, or until its source has ended and all is delivered.
///
/// @param announceEvery orders an announced rekey of the first stream so often
/// @param immediateEvery orders an immediate one so often
/// @param duration the longest time; empty for as long as the source gives something
public record LabRun(Optional<Duration> announceEvery, Optional<Duration> immediateEvery,
        Optional<Duration> duration) {

    private static final Duration LONGEST_LEAD = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(3);
    /// What is missing has had its time when clients have looked for it twice.
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SETTLING = Duration.ofMillis(1200);

    /// Who looks on while a lab runs.
    @FunctionalInterface
    public interface Watcher {

        void onSecond(Duration running, NodeSnapshot now);
    }

    /// The lead time of the announced rekeys: a change is past before the next one falls due.
    public Duration leadTime() {
        return announceEvery.map(period -> period.multipliedBy(3).dividedBy(5))
                .filter(lead -> lead.compareTo(LONGEST_LEAD) < 0).orElse(LONGEST_LEAD);
    }

    /// Runs until the end, or until `stop` is completed, and tells what happened. The lab sends nothing more afterwards, so
    /// what it tells is what sinks get.
    ///
    /// @param watcher is shown the lab once a second, on a thread of its own
    /// @throws OperatorException if the first stream fails, or whoever read a client's sink has gone
    public LabSummary run(Lab lab, Time time, CompletableFuture<Void> stop, Watcher watcher) {
        long started = time.nanos();
        CompletableFuture<Void> end = CompletableFuture.anyOf(stop, lab.whenSourceEnded(), lab.whenSinkEnded())
                .thenApply(done -> null);
        duration.ifPresent(longest -> time.after(longest, Runnable::run, () -> end.complete(null)));
        Time.Scheduled looking = time.every(LOOK, Thread::startVirtualThread,
                () -> watcher.onSecond(Duration.ofNanos(time.nanos() - started), lab.snapshot()));
        try (Rekeying rekeying = new Rekeying(lab.node(), lab.firstStream(), time)) {
            announceEvery.ifPresent(period -> rekeying.announceEvery(period, leadTime()));
            immediateEvery.ifPresent(rekeying::immediatelyEvery);
            await(end);
        } finally {
            looking.cancel();
        }
        double seconds = (time.nanos() - started) / 1e9;
        lab.stopSending();
        return LabSummary.of(lab.scenario(), seconds, drained(lab, time));
    }

    private static void await(CompletableFuture<Void> end) {
        try {
            end.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CompletionException failed) {
            if (failed.getCause() instanceof OperatorException told) {
                throw told;
            }
            throw new IllegalStateException("the lab's first stream failed", failed);
        }
    }

    /// What was sent last is still on its way; what never comes is waited for once.
    private static NodeSnapshot drained(Lab lab, Time time) {
        long deadline = time.nanos() + LONGEST_DRAIN.toNanos();
        try {
            while (!isDelivered(lab.snapshot()) && time.nanos() - deadline < 0) {
                time.sleepUntil(time.nanos() + STEP.toNanos());
            }
            time.sleepUntil(time.nanos() + SETTLING.toNanos());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return lab.snapshot();
    }

    private static boolean isDelivered(NodeSnapshot snapshot) {
        long sent = snapshot.contentServers().getFirst().streams().getFirst().packetsSent();
        return snapshot.clients().stream().filter(LabRun::isServed)
                .allMatch(client -> client.counters().opened() >= sent);
    }

    private static boolean isServed(ClientSnapshot client) {
        return client.status() != ClientSnapshot.Status.NO_ACCESS;
    }
}
