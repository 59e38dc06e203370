package org.kagicast.keyserver;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;

/// The key table for people to see. What was made of it last is kept: several may look at it many times a second, and it
/// changes seldom. Safe for use by several threads.
final class KeyTableRows {

    private final FetchCounts fetches;
    private Counted counted = new Counted(List.of(), Map.of());
    private Shown shown = new Shown(List.of(), -1, List.of());
    private Fetched fetched = new Fetched(List.of(), -1, Map.of());

    /// @param fetches how many clients have fetched each key here
    KeyTableRows(FetchCounts fetches) {
        this.fetches = fetches;
    }

    /// The counts of a table that was described so.
    private record Counted(List<KeyDescription> all, Map<KeyState, Integer> keys) {}

    /// By how many clients keys of a table that was described so were fetched, when so much had been learnt about fetches.
    private record Fetched(List<KeyDescription> all, long news, Map<KeyId, Integer> clients) {}

    /// The rows of a table that was described so, when so much had been learnt about fetches.
    private record Shown(List<KeyDescription> all, long news, List<KeyRow> rows) {}

    /// How many keys there are in each state.
    ///
    /// @param all the whole table; the same list again is not counted again
    synchronized Map<KeyState, Integer> counts(List<KeyDescription> all) {
        if (isOther(counted.all, all)) {
            counted = new Counted(all, Map.copyOf(all.stream()
                    .collect(Collectors.groupingBy(KeyDescription::state, Collectors.summingInt(key -> 1)))));
        }
        return counted.keys;
    }

    /// The newest keys, at most [KeyServerSnapshot#MOST_KEYS].
    ///
    /// @param all as for [#counts]
    synchronized List<KeyRow> of(List<KeyDescription> all) {
        long news = fetches.news();
        if (isOther(shown.all, all) || shown.news != news) {
            List<KeyRow> rows = all.subList(Math.max(0, all.size() - KeyServerSnapshot.MOST_KEYS), all.size()).stream()
                    .map(this::row).toList();
            shown = new Shown(all, news, List.copyOf(rows));
        }
        return shown.rows;
    }

    /// How many different clients have fetched each of the newest keys that are in use or to come.
    ///
    /// @param all as for [#counts]
    synchronized Map<KeyId, Integer> fetchers(List<KeyDescription> all) {
        long news = fetches.news();
        if (isOther(fetched.all, all) || fetched.news != news) {
            fetched = new Fetched(all, news, all.reversed().stream()
                    .filter(key -> KeyServerSnapshot.isCurrent(key.state())).limit(KeyServerSnapshot.MOST_FETCHED)
                    .filter(key -> fetches.of(key.keyId()) > 0)
                    .collect(Collectors.toUnmodifiableMap(KeyDescription::keyId, key -> fetches.of(key.keyId()))));
        }
        return fetched.clients;
    }

    @SuppressWarnings("ReferenceEquality") // a table is described anew once it has changed; comparing it costs as much
    private static boolean isOther(List<KeyDescription> known, List<KeyDescription> all) {
        return known != all;
    }

    private KeyRow row(KeyDescription key) {
        return new KeyRow(key.keyId(), key.stream(), key.line().label(), key.number(), key.owner(), key.suite(),
                key.state(),
                key.created(),
                key.activated(), key.deactivated(), key.fingerprint(), fetches.of(key.keyId()));
    }
}
