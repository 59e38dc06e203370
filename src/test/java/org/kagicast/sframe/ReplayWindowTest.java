package org.kagicast.sframe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.sframe.ReplayWindow.Verdict.NEVER_SENT;
import static org.kagicast.sframe.ReplayWindow.Verdict.NEW;
import static org.kagicast.sframe.ReplayWindow.Verdict.OLD;
import static org.kagicast.sframe.ReplayWindow.Verdict.SEEN;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

    private final ReplayWindow window = new ReplayWindow(64);

    @Test
    @DisplayName("a packet is new once, then replayed; behind the window it is too old")
    void newSeenOld() {
        accept(100);

        assertThat(window.judge(100)).isEqualTo(SEEN);
        assertThat(window.judge(99)).isEqualTo(NEW);
        assertThat(window.judge(101 - 64)).isEqualTo(NEW);
        assertThat(window.judge(100 - 64)).isEqualTo(OLD);
        assertThat(window.judge(101)).isEqualTo(NEW);
    }

    @Test
    @DisplayName("late inside the window is accepted once")
    void lateOnce() {
        accept(10, 12, 13);
        accept(11);

        assertThat(window.judge(11)).isEqualTo(SEEN);
        settleTwice();
        assertThat(window.lost()).isZero();
    }

    @Test
    @DisplayName("counters that no key may reach are refused, those that are negative as signed numbers too")
    void impossibleCounters() {
        assertThat(window.judge(Sealer.MOST_PACKETS)).isEqualTo(OLD);
        assertThat(window.judge(-1)).isEqualTo(OLD);
        assertThat(window.judge(Sealer.MOST_PACKETS - 1)).isEqualTo(NEW);
    }

    @Test
    @DisplayName("until senders sign their packets, one under the highest counter ends a key for all, who must wait for the next")
    void highestCounter() {
        accept(0, 1, 2);
        accept(Sealer.MOST_PACKETS - 1);

        assertThat(window.judge(3)).isEqualTo(OLD);
        assertThat(window.judge(1_000_000)).isEqualTo(OLD);
    }

    @Test
    @DisplayName("a gap counts as lost only after it had time to close")
    void gapsCountAfterSettling() {
        accept(0, 1, 4);
        assertThat(window.lost()).isZero();
        window.settle();
        assertThat(window.lost()).isZero();
        accept(2, 5);
        window.settle();

        assertThat(window.lost()).isEqualTo(1);

        accept(3);
        assertThat(window.lost()).isZero();
    }

    @Test
    @DisplayName("who joins in the middle has lost nothing; who was there from the start has")
    void joiningInTheMiddle() {
        accept(1000, 1001);
        settleTwice();
        assertThat(window.lost()).isZero();

        ReplayWindow fromStart = new ReplayWindow(64);
        fromStart.expectFromStart();
        fromStart.accept(3);
        fromStart.settle();
        fromStart.settle();
        assertThat(fromStart.lost()).isEqualTo(3);
    }

    @Test
    @DisplayName("packets missing at the end of a key are lost once the sender has told their number")
    void missingAtTheEnd() {
        accept(0, 1, 2);
        window.end(5);
        window.settle();
        assertThat(window.lost()).isZero();
        window.settle();
        assertThat(window.lost()).isEqualTo(2);
        accept(4);
        assertThat(window.lost()).isEqualTo(1);
    }

    @Test
    @DisplayName("once the sender has ended, packets beyond its last are refused, and what is missing of those before is lost")
    void ended() {
        accept(0, 1, 4);
        window.end(6);

        assertThat(window.judge(6)).isEqualTo(NEVER_SENT);
        assertThat(window.judge(Sealer.MOST_PACKETS - 1)).isEqualTo(NEVER_SENT);
        window.settle();
        assertThat(window.judge(2)).isEqualTo(NEW);
        accept(5);
        window.settle();

        assertThat(window.lost()).isEqualTo(2);
    }

    @Test
    @DisplayName("none of a new key's packets came: all of them are lost when their number is told")
    void nothingCame() {
        window.expectFromStart();
        window.end(7);
        settleTwice();

        assertThat(window.lost()).isEqualTo(7);
    }

    @RepeatedTest(50)
    @DisplayName("verdicts and losses agree with a plain set, whatever is lost, late or doubled")
    void agreesWithASet(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Set<Long> accepted = new HashSet<>();
        long first = random.nextInt(1000);
        long top = first;
        for (int i = 0; i < 2000; i++) {
            long counter = i == 0 ? first : Math.max(0, top + random.nextInt(-80, random.nextInt(20) == 0 ? 300 : 4));
            var expected = accepted.contains(counter) && counter >= top - 64
                    ? SEEN
                    : counter < top - 64 ? OLD : NEW;
            assertThat(window.judge(counter)).as("counter %d, top %d", counter, top).isEqualTo(expected);
            if (expected == NEW) {
                window.accept(counter);
                accepted.add(counter);
                top = Math.max(top, counter + 1);
            }
        }
        settleTwice();
        long cameSinceFirst = accepted.stream().filter(counter -> counter >= first).count();
        assertThat(window.lost()).isEqualTo(top - first - cameSinceFirst);
    }

    private void accept(long... counters) {
        for (long counter : counters) {
            assertThat(window.judge(counter)).isEqualTo(NEW);
            window.accept(counter);
        }
    }

    private void settleTwice() {
        window.settle();
        window.settle();
    }
}
