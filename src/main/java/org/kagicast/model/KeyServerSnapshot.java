package org.kagicast.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kagicast.model.message.CodedMessage;

/// A key server, key master or key slave at one moment.
///
/// @param problem one sentence, when something is wrong
/// @param tableId the identity of its key table
/// @param revision grows with each change of the key table
/// @param creations keys made since start
/// @param requests key information requests answered since start, refusals included
/// @param keys the newest of its key table, at most [#MOST_KEYS]; none where they were not asked for
/// @param copy how a key slave's copy stands to its master's table; empty for everyone else
/// @param counts how many keys the whole table has in each state; none where there is none
/// @param fetchers how many different clients have fetched each of the newest keys that are in use or to come, at most
///        [#MOST_FETCHED] of them, where any has
public record KeyServerSnapshot(NodeName name, Role role, Optional<CodedMessage> problem, String tableId, long revision,
        long creations, long requests, long refusals, List<KeyRow> keys,
        Optional<CopyState> copy, Map<KeyState, Integer> counts, Map<KeyId, Integer> fetchers) implements RoleSnapshot {

    /// Of a longer table the newest are shown.
    public static final int MOST_KEYS = 10_000;
    public static final int MOST_FETCHED = 1_000;

    public KeyServerSnapshot {
        keys = List.copyOf(keys);
        counts = Map.copyOf(counts);
        fetchers = Map.copyOf(fetchers);
    }

    /// With all keys of a short table.
    public KeyServerSnapshot(NodeName name, Role role, Optional<CodedMessage> problem, String tableId, long revision,
            long creations, long requests, long refusals, List<KeyRow> keys, Optional<CopyState> copy) {
        this(name, role, problem, tableId, revision, creations, requests, refusals, keys, copy,
                keys.stream().collect(Collectors.groupingBy(KeyRow::state, Collectors.summingInt(row -> 1))),
                fetchers(keys));
    }

    /// With the fetches of the keys that it shows.
    public KeyServerSnapshot(NodeName name, Role role, Optional<CodedMessage> problem, String tableId, long revision,
            long creations, long requests, long refusals, List<KeyRow> keys, Optional<CopyState> copy,
            Map<KeyState, Integer> counts) {
        this(name, role, problem, tableId, revision, creations, requests, refusals, keys, copy, counts,
                fetchers(keys));
    }

    /// As it is but for the keys that it shows.
    public KeyServerSnapshot showing(List<KeyRow> others) {
        return new KeyServerSnapshot(name, role, problem, tableId, revision, creations, requests, refusals, others,
                copy, counts, fetchers);
    }

    /// What the newest of these keys that are in use or to come have been fetched by.
    ///
    /// @param keys the oldest first
    public static Map<KeyId, Integer> fetchers(List<KeyRow> keys) {
        return keys.reversed().stream().filter(row -> isCurrent(row.state())).limit(MOST_FETCHED)
                .filter(row -> row.fetchers() > 0)
                .collect(Collectors.toUnmodifiableMap(KeyRow::keyId, KeyRow::fetchers, Math::max));
    }

    /// Whether a key in this state is in use or to come.
    public static boolean isCurrent(KeyState state) {
        return state == KeyState.ACTIVE || state == KeyState.PRE_ACTIVE;
    }

    /// How many keys the whole table has.
    public int keysInAll() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// How many older keys the table has than a full list of rows shows.
    public int keysNotShown() {
        return keys.size() < MOST_KEYS ? 0 : Math.max(0, keysInAll() - keys.size());
    }

    /// With a table of its own.
    public KeyServerSnapshot(NodeName name, Role role, Optional<CodedMessage> problem, String tableId, long revision,
            long creations, long requests, long refusals, List<KeyRow> keys) {
        this(name, role, problem, tableId, revision, creations, requests, refusals, keys, Optional.empty());
    }

    /// How far a slave's copy is behind its master's table.
    ///
    /// @param hearsMaster whether the master is heard from now
    /// @param behind revisions that the slave knows of and does not have yet
    /// @param since when the copy was last known to be in step, if it is not now
    public record CopyState(boolean hearsMaster, long behind, Optional<Instant> since) {

        /// Whether the copy is what the master's table is, as far as anyone can tell.
        public boolean isInStep() {
            return since.isEmpty();
        }
    }

    /// One row of the key table.
    ///
    /// @param label which of the stream's keys, where it has several at once
    /// @param number counts the keys of its stream and label, from 1 on; 0 if it is not known
    /// @param fingerprint first 4 bytes of the SHA-256 of the key, in hexadecimal
    /// @param fetchers how many distinct clients have fetched it
    public record KeyRow(KeyId keyId, StreamName stream, KeyLabel label, long number, NodeName owner, CipherSuite suite,
            KeyState state, Instant created, Optional<Instant> activated, Optional<Instant> deactivated,
            String fingerprint, int fetchers) {

        public KeyLine line() {
            return new KeyLine(stream, label);
        }

        public KeyName name() {
            return new KeyName(keyId, line(), number);
        }
    }
}
