package org.kagicast.rpc.keys;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.IntStream;
import org.kagicast.time.Time;

/// Whose turn it is among several servers. One that does not answer is left alone for a while, which grows each time;
/// then it has its turns again. Its monitor guards it. Safe for use by several threads.
final class ServerSelector {

    static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 4;

    private final KeyServerChoice choice;
    private final Time time;
    private final Standing[] standings;
    private int turn;

    ServerSelector(KeyServerChoice choice, int servers, Time time) {
        this.choice = choice;
        this.time = time;
        this.standings = IntStream.range(0, servers).mapToObj(server -> new Standing()).toArray(Standing[]::new);
    }

    /// The servers for one request, the one to be asked first foremost. Those that did not answer lately come last.
    synchronized Deque<Integer> next() {
        int first = switch (choice) {
            case FIXED -> 0;
            case ROUND_ROBIN -> nextTurn();
        };
        long now = time.nanos();
        Deque<Integer> order = new ArrayDeque<>();
        order(first).filter(server -> !standings[server].isResting(now)).forEach(order::add);
        order(first).filter(server -> standings[server].isResting(now)).forEach(order::add);
        return order;
    }

    /// The next after the last that was not resting, so that each gets its share while others rest.
    private int nextTurn() {
        long now = time.nanos();
        int first = order(turn).filter(server -> !standings[server].isResting(now)).findFirst().orElse(turn);
        turn = (first + 1) % standings.length;
        return first;
    }

    private IntStream order(int first) {
        return IntStream.range(0, standings.length).map(step -> (first + step) % standings.length);
    }

    synchronized void answered(int server) {
        standings[server].failures = 0;
        standings[server].rests = false;
    }

    /// Several requests that one server fails together count once.
    synchronized void failed(int server) {
        Standing standing = standings[server];
        long now = time.nanos();
        if (!standing.isResting(now)) {
            standing.rests = true;
            standing.until = now + FIRST_REST.toNanos() * (1L << Math.min(standing.failures, MOST_DOUBLINGS));
            standing.failures++;
        }
    }

    private static final class Standing {
        private boolean rests;
        private long until;
        private int failures;

        boolean isResting(long now) {
            return rests && now - until < 0;
        }
    }
}
