package org.kagicast.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;

/// The rows of a key table as a follower knows them, held by the follower and by whoever tells it what has changed. One
/// thread at a time.
final class KnownKeyTable {

    private final Map<KeyId, KeyRow> rows = new LinkedHashMap<>();
    private @Nullable List<KeyRow> listed;
    private long revision;
    private boolean isWhole;

    /// The rows in their order; the same list until one changes.
    List<KeyRow> rows() {
        List<KeyRow> all = listed;
        if (all == null) {
            all = List.copyOf(rows.values());
            listed = all;
        }
        return all;
    }

    /// Whether it has been told in full once.
    boolean isWhole() {
        return isWhole;
    }

    /// Takes what has changed.
    ///
    /// @throws IllegalArgumentException if a delta is missing before it, or it does not fit what is known
    void take(KeyTableDelta delta) {
        if (delta.isFirst()) {
            rows.clear();
        } else if (revision == 0 || delta.revision() != revision + 1) {
            throw new IllegalArgumentException("a change of a key table is missing: after " + revision + " comes "
                    + delta.revision());
        }
        listed = null;
        for (KeyId keyId : delta.gone()) {
            if (rows.remove(keyId) == null) {
                throw new IllegalArgumentException("a key is gone that was not in the key table");
            }
        }
        delta.changed().forEach(row -> rows.put(row.keyId(), row));
        if (rows.size() > KeyServerSnapshot.MOST_KEYS) {
            throw new IllegalArgumentException("at most " + KeyServerSnapshot.MOST_KEYS + " keys are told");
        }
        revision = delta.revision();
        isWhole = !delta.more();
    }

    /// What to tell next of a table that now has other rows, as if it were told. There may be more to tell after it.
    ///
    /// @param now at most [KeyServerSnapshot#MOST_KEYS], each with a key ID of its own
    /// @return empty if nothing has changed
    Optional<KeyTableDelta> next(List<KeyRow> now) {
        if (revision > 0 && isWhole && now.equals(rows())) {
            return Optional.empty();
        }
        KeyTableDelta delta = Difference.between(rows(), now).delta(revision, revision > 0 && isWhole);
        take(delta);
        return Optional.of(delta);
    }

    /// What makes one list of rows another one.
    ///
    /// @param kept how many rows stay at their place, changed or not
    /// @param added in their order
    private record Difference(int kept, List<KeyId> gone, List<KeyRow> changed, List<KeyRow> added) {

        /// A row that stands in another order than before counts as gone and added, with all rows after it: key tables
        /// keep their order.
        static Difference between(List<KeyRow> before, List<KeyRow> now) {
            Set<KeyId> present = now.stream().map(KeyRow::keyId).collect(Collectors.toSet());
            List<KeyId> gone = new ArrayList<>();
            List<KeyRow> changed = new ArrayList<>();
            int place = 0;
            boolean isInOrder = true;
            for (KeyRow row : before) {
                boolean isHere = isInOrder && place < now.size() && now.get(place).keyId().equals(row.keyId());
                if (isHere) {
                    if (!now.get(place).equals(row)) {
                        changed.add(now.get(place));
                    }
                    place++;
                } else {
                    isInOrder &= !present.contains(row.keyId());
                    gone.add(row.keyId());
                }
            }
            return new Difference(place, gone, changed, now.subList(place, now.size()));
        }

        /// As much of it as fits, what is gone before all else and the newest changes before older ones.
        ///
        /// @param known the revision of the former rows
        /// @param isWhole whether they were told in full
        KeyTableDelta delta(long known, boolean isWhole) {
            boolean startsAnew = known == 0 || kept == 0;
            List<KeyId> taken = startsAnew ? List.of() : gone.subList(0, Math.min(gone.size(), KeyTableDelta.MOST));
            List<KeyRow> put = new ArrayList<>(added);
            put.addAll(changed.reversed());
            int room = KeyTableDelta.MOST - taken.size();
            boolean fits = (startsAnew || taken.size() == gone.size()) && put.size() <= room;
            List<KeyRow> told = !startsAnew && taken.size() < gone.size()
                    ? List.of()
                    : put.subList(0, Math.min(put.size(), room));
            return new KeyTableDelta(startsAnew ? 1 : known + 1, taken, told, !fits && (startsAnew || !isWhole));
        }
    }
}
