package org.kagicast.keytable;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The order in which keys and grants took their present form. An item stands in it once, at its latest revision, so
/// the log is never longer than the table.
///
/// Its monitor guards the log and everything that is numbered by it: whoever changes or reads a table or policy in
/// memory holds it.
final class RevisionLog {

    private final NavigableMap<Long, Supplier<TableChange>> latest = new TreeMap<>();
    private long last;
    private long forgottenUpTo;

    synchronized long last() {
        return last;
    }

    /// The number of the change that is being made; [#record] comes next, under the same monitor.
    synchronized long next() {
        return last + 1;
    }

    /// Takes the next revision for an item.
    ///
    /// @param replaced the revision at which the item stood; 0 for a new one
    /// @param change gives the item as it is when asked
    synchronized void record(long replaced, Supplier<TableChange> change) {
        latest.remove(replaced);
        latest.put(++last, change);
    }

    /// Takes an item out.
    ///
    /// @param revision where it stands
    synchronized void forget(long revision) {
        latest.remove(revision);
        forgottenUpTo = Math.max(forgottenUpTo, revision);
    }

    synchronized long forgottenUpTo() {
        return forgottenUpTo;
    }

    synchronized List<TableChange> after(long revision, int atMost) {
        return latest.tailMap(revision, false).values().stream().limit(atMost).map(Supplier::get).toList();
    }
}
