package org.kagicast.rpc.keys;

import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.UnwantedException;
import org.kagicast.time.Time;

/// Asks one of several key servers, fixed or in turns (R16). When one cannot be reached the same fetch goes on to the
/// next at once; when one says nothing until the caller gives the fetch up, the caller's next fetch goes elsewhere. Safe
/// for use by several threads.
public final class FailoverKeyFetcher implements KeyFetcher {

    /// Whoever gives a fetch up earlier does not want the key any more, which is not the server's fault.
    static final Duration PATIENCE = Duration.ofMillis(250);

    /// Sentences of servers that did not answer, in one.
    private static final int MOST_TOLD = 3;

    private final List<KeyFetcher> servers;
    private final ServerSelector selector;
    private final Time time;

    /// @param servers at least one; for a fixed choice in the order of preference
    public FailoverKeyFetcher(List<? extends KeyFetcher> servers, KeyServerChoice choice, Time time) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a client without a key server can ask nobody");
        }
        this.servers = List.copyOf(servers);
        this.selector = new ServerSelector(choice, servers.size(), time);
        this.time = time;
    }

    @Override
    public Fetch fetch(KeyId keyId, FetchReason reason) {
        Round round = new Round(keyId, reason, selector.next());
        round.ask();
        round.cancelsWithOutcome();
        return () -> round.outcome;
    }

    /// One fetch, which goes from server to server. Its monitor guards which server it waits for.
    private final class Round {

        private final CompletableFuture<FetchOutcome> outcome = new CompletableFuture<>();
        private final KeyId keyId;
        private final FetchReason reason;
        private final Deque<Integer> order;
        /// Why each that was asked gives no answer.
        private final SortedMap<Integer, CodedMessage> silent = new TreeMap<>();
        private @Nullable Fetch waitingFor;
        private int server;
        private long since;

        Round(KeyId keyId, FetchReason reason, Deque<Integer> order) {
            this.keyId = keyId;
            this.reason = reason;
            this.order = order;
        }

        private void ask() {
            Fetch fetch;
            int asked;
            synchronized (this) {
                if (outcome.isDone()) {
                    return;
                }
                asked = order.remove();
                server = asked;
                since = time.nanos();
                fetch = servers.get(asked).fetch(keyId, reason);
                waitingFor = fetch;
            }
            var _ = fetch.outcome().thenAccept(told -> answered(asked, told));
        }

        private void answered(int asked, FetchOutcome told) {
            if (told instanceof FetchOutcome.Unreachable fault) {
                selector.failed(asked);
                CodedMessage all = silent(asked, fault.sentence());
                if (order.isEmpty()) {
                    outcome.complete(new FetchOutcome.Unreachable(all));
                } else {
                    ask();
                }
                return;
            }
            selector.answered(asked);
            if (!outcome.complete(told) && told instanceof FetchOutcome.Key tooLate) {
                tooLate.close();
            }
        }

        /// What all of them say, in the order of the list whoever was asked first, so that it is the same sentence each
        /// time.
        private synchronized CodedMessage silent(int asked, CodedMessage sentence) {
            silent.put(asked, sentence);
            return CodedMessage.joined(silent.values().stream().distinct().limit(MOST_TOLD)).orElseThrow();
        }

        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what comes of this one
        private void cancelsWithOutcome() {
            outcome.whenComplete((told, fault) -> {
                if (outcome.isCancelled()) {
                    givenUp(fault instanceof UnwantedException);
                }
            });
        }

        private synchronized void givenUp(boolean isUnwanted) {
            if (time.nanos() - since >= PATIENCE.toNanos()) {
                selector.failed(server);
            }
            if (waitingFor != null && isUnwanted) {
                waitingFor.forget();
            } else if (waitingFor != null) {
                waitingFor.cancel();
            }
        }
    }
}
