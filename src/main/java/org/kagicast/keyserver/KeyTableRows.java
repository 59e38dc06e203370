package org.kagicast.keyserver;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;

/// The key table for people to see.
///
/// @param fetches how many clients have fetched each key here
record KeyTableRows(FetchCounts fetches) {

    /// A longer table shows its newest records.
    static final int MOST = 10_000;

    /// How many keys there are in each state.
    static Map<KeyState, Integer> counts(List<KeyDescription> all) {
        return all.stream().collect(Collectors.groupingBy(KeyDescription::state, Collectors.summingInt(key -> 1)));
    }

    List<KeyRow> of(List<KeyDescription> all) {
        return all.stream().skip(Math.max(0, all.size() - MOST)).map(this::row).toList();
    }

    private KeyRow row(KeyDescription key) {
        return new KeyRow(key.keyId(), key.stream(), key.line().label(), key.number(), key.owner(), key.suite(),
                key.state(),
                key.created(),
                key.activated(), key.deactivated(), key.fingerprint(), fetches.of(key.keyId()));
    }
}
