package org.kagicast.keyserver;

import java.util.List;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.model.KeyServerSnapshot.KeyRow;

/// The key table for people to see.
///
/// @param fetches how many clients have fetched each key here
record KeyRows(FetchCounts fetches) {

    /// A longer table shows its newest records.
    static final int MOST = 10_000;

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
