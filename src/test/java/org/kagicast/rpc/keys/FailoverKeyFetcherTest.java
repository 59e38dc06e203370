package org.kagicast.rpc.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;

class FailoverKeyFetcherTest {

    private static final KeyId KEY = new KeyId(7);
    /// As a client has it.
    private static final Duration DEADLINE = Duration.ofMillis(500);

    private enum Mood {
        ANSWERING,
        GONE,
        /// Takes requests and says nothing.
        HANGING
    }

    private final class Server implements KeyFetcher {
        private final NodeName name;
        private Mood mood = Mood.ANSWERING;
        private final List<CompletableFuture<FetchOutcome>> hanging = new ArrayList<>();

        Server(String name) {
            this.name = new NodeName(name);
        }

        @Override
        public Fetch fetch(KeyId keyId, FetchReason reason) {
            asked.add(name.value());
            CompletableFuture<FetchOutcome> outcome = switch (mood) {
                case ANSWERING -> CompletableFuture.completedFuture(
                        new FetchOutcome.Refused(RefusalReason.NOT_GRANTED, Optional.empty(), name));
                case GONE -> CompletableFuture
                        .completedFuture(new FetchOutcome.Unreachable(CodedMessage.plain(name + " is gone.")));
                case HANGING -> new CompletableFuture<>();
            };
            hanging.add(outcome);
            return () -> outcome;
        }
    }

    private final ManualTime time = new ManualTime();
    private final List<String> asked = new ArrayList<>();
    private final Server one = new Server("one");
    private final Server two = new Server("two");
    private final Server three = new Server("three");

    private KeyFetcher fetcher(KeyServerChoice choice) {
        return new FailoverKeyFetcher(List.of(one, two, three), choice, time);
    }

    /// Who answered; gives up at the deadline as a client does.
    private String fetch(KeyFetcher fetcher) {
        KeyFetcher.Fetch fetch = fetcher.fetch(KEY, FetchReason.ON_DEMAND);
        if (!fetch.outcome().isDone()) {
            time.turn(DEADLINE);
            fetch.cancel();
            return "nobody";
        }
        return switch (fetch.outcome().join()) {
            case FetchOutcome.Refused refused -> refused.from().value();
            case FetchOutcome.Unreachable fault -> fault.sentence().text();
            case FetchOutcome.Key key -> key.from().value();
        };
    }

    private Stream<String> fetches(KeyFetcher fetcher, int times) {
        return IntStream.range(0, times).mapToObj(time -> fetch(fetcher));
    }

    @Test
    @DisplayName("R16 fixed: the same key slave each time")
    void fixedIsAlwaysTheSame() {
        assertThat(fetches(fetcher(KeyServerChoice.FIXED), 10)).containsOnly("one");
    }

    @Test
    @DisplayName("R16 round robin: another key slave each time")
    void roundRobinTakesTurns() {
        assertThat(fetches(fetcher(KeyServerChoice.ROUND_ROBIN), 6)).containsExactly("one", "two", "three", "one",
                "two", "three");
    }

    @Test
    @DisplayName("Where none gives an answer, what each of them says is told, in the order of the list whoever was asked first")
    void allCausesAreTold() {
        KeyFetcher fetcher = fetcher(KeyServerChoice.ROUND_ROBIN);
        List.of(one, two, three).forEach(server -> server.mood = Mood.GONE);

        assertThat(fetches(fetcher, 4)).containsOnly("one is gone. two is gone. three is gone.");
    }

    @Test
    @DisplayName("R16 fixed: a slave that cannot be reached is passed over within the same fetch, and returned to later")
    void goneServerIsPassedOver() {
        KeyFetcher fetcher = fetcher(KeyServerChoice.FIXED);
        one.mood = Mood.GONE;

        assertThat(fetches(fetcher, 3)).containsOnly("two");
        assertThat(asked).as("the one that is gone is asked once").containsExactly("one", "two", "two", "two");

        one.mood = Mood.ANSWERING;
        time.turn(ServerSelector.FIRST_REST);
        assertThat(fetch(fetcher)).isEqualTo("one");
    }

    @Test
    @DisplayName("R16 a slave that hangs costs one deadline: the next fetch goes to another, well within a second")
    void hangingServerCostsOneDeadline() {
        for (KeyServerChoice choice : KeyServerChoice.values()) {
            KeyFetcher fetcher = fetcher(choice);
            one.mood = Mood.HANGING;
            long started = time.nanos();

            assertThat(fetch(fetcher)).isEqualTo("nobody");
            assertThat(fetch(fetcher)).isEqualTo("two");

            assertThat(Duration.ofNanos(time.nanos() - started)).isEqualTo(DEADLINE);
            assertThat(one.hanging.getLast()).as("the call that hung").isCancelled();
            assertThat(fetches(fetcher, 5)).doesNotContain("one", "nobody");
        }
    }

    @Test
    @DisplayName("R16 round robin: the others share what one that is gone would have had")
    void othersShareTheTurns() {
        KeyFetcher fetcher = fetcher(KeyServerChoice.ROUND_ROBIN);
        two.mood = Mood.GONE;
        fetches(fetcher, 2).forEach(name -> assertThat(name).isNotEqualTo("two"));

        List<String> answers = fetches(fetcher, 10).toList();

        assertThat(answers).filteredOn("one"::equals).hasSize(5);
        assertThat(answers).filteredOn("three"::equals).hasSize(5);
    }

    @Test
    @DisplayName("A slave that stays away is tried less and less often")
    void restsGrow() {
        KeyFetcher fetcher = fetcher(KeyServerChoice.FIXED);
        one.mood = Mood.GONE;
        for (int second = 0; second < 300; second++) {
            assertThat(fetch(fetcher)).isEqualTo("two");
            time.turn(Duration.ofSeconds(1));
        }
        assertThat(asked).filteredOn("one"::equals).hasSizeBetween(4, 8);
    }

    @Test
    @DisplayName("When all are gone all are asked, and the outcome says why; the first that is back answers")
    void allGone() {
        KeyFetcher fetcher = fetcher(KeyServerChoice.FIXED);
        one.mood = two.mood = three.mood = Mood.GONE;

        assertThat(fetches(fetcher, 2)).containsOnly("one is gone. two is gone. three is gone.");
        assertThat(asked).hasSize(6);
        three.mood = Mood.ANSWERING;
        assertThat(fetch(fetcher)).isEqualTo("three");
    }

    @Test
    @DisplayName("A fetch that is given up at once is no word against the slave")
    void earlyCancelIsNoFault() {
        KeyFetcher fetcher = fetcher(KeyServerChoice.FIXED);
        one.mood = Mood.HANGING;
        fetcher.fetch(KEY, FetchReason.ON_DEMAND).cancel();
        one.mood = Mood.ANSWERING;

        assertThat(fetch(fetcher)).isEqualTo("one");
    }

    @Test
    @DisplayName("A key that comes after the fetch was given up is wiped")
    void lateKeyIsWiped() {
        CompletableFuture<FetchOutcome> slow = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean interrupting) {
                return false;
            }
        };
        KeyFetcher stubborn = new FailoverKeyFetcher(List.of((keyId, reason) -> () -> slow), KeyServerChoice.FIXED,
                time);
        KeyFetcher.Fetch fetch = stubborn.fetch(KEY, FetchReason.ON_DEMAND);
        fetch.cancel();
        BaseKey key = BaseKey.random(CipherSuite.AES_128_GCM, new SecureRandom());

        slow.complete(new FetchOutcome.Key(KEY, KeyLine.parse("news"), CipherSuite.AES_128_GCM, key,
                1, Optional.empty(), new NodeName("one")));

        assertThatThrownBy(key::copyBytes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("The option's texts")
    void texts() {
        assertThat(KeyServerChoice.of("fixed")).isEqualTo(KeyServerChoice.FIXED);
        assertThat(KeyServerChoice.of("round-robin")).isEqualTo(KeyServerChoice.ROUND_ROBIN);
        assertThatThrownBy(() -> KeyServerChoice.of("random")).isInstanceOf(OperatorException.class)
                .hasMessageContaining("fixed or round-robin");
    }
}
