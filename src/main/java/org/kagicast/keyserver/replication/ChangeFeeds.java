package org.kagicast.keyserver.replication;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kagicast.keytable.KeyTable;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.proto.ConfirmChangesRequest;
import org.kagicast.proto.TableChanges;
import org.kagicast.proto.WatchChangesRequest;
import org.kagicast.rpc.keys.KeyCounts;
import org.kagicast.time.Time;

/// The slaves that follow a master's key table, one feed each: a new one takes the place of the former. Its monitor
/// guards the list of feeds. Safe for use by several threads.
public final class ChangeFeeds implements Followers, AutoCloseable {

    /// Slaves take a few of these missing for a broken connection.
    public static final Duration BEAT = Duration.ofMillis(500);

    /// For so long a slave that has gone is told of: longer than a restart takes, and than a key that is announced waits.
    static final Duration LATELY = Duration.ofMinutes(10);

    private final KeyTable table;
    private final Time time;
    private final Executor executor;
    private final Time.Scheduled beats;
    private final Map<NodeName, ChangeFeed> feeds = new HashMap<>();
    /// When the feeds of those that have gone ended, by the monotonic clock; the latest last.
    private final SequencedMap<NodeName, Long> gone = new LinkedHashMap<>();
    private final Consumer<NodeName> foreign;

    /// @param executor sends; whoever changes the table does not wait for it
    /// @param foreign is told of each slave that comes with a history which this table does not have
    public ChangeFeeds(KeyTable table, Time time, Executor executor, Consumer<NodeName> foreign) {
        this.table = table;
        this.time = time;
        this.executor = executor;
        this.foreign = foreign;
        this.beats = time.every(BEAT, executor, () -> all().forEach(ChangeFeed::beat));
    }

    /// The table has changed.
    public void changed() {
        all().forEach(ChangeFeed::lookSoon);
    }

    /// Opens a feed, while its call is being accepted.
    public void open(NodeName slave, WatchChangesRequest request, ServerCallStreamObserver<TableChanges> observer) {
        ChangeFeed.Start start = start(request);
        if (start.isForeign()) {
            foreign.accept(slave);
        }
        ChangeFeed feed = new ChangeFeed(table, observer, executor, start);
        observer.setOnCancelHandler(() -> ended(slave, feed));
        observer.setOnReadyHandler(feed::lookSoon);
        ChangeFeed former = put(slave, feed);
        if (former != null) {
            former.end();
        }
        feed.lookSoon();
    }

    /// A slave goes on where it stands only if this table made that revision, in the same epoch: with the same number and
    /// another epoch it stands in another history. From a position before a record that is forgotten, a slave
    /// could not learn that its key was destroyed, so it begins again as well. A slave that is being sent the table gets
    /// there long before a record that was living when it began is forgotten.
    private ChangeFeed.Start start(WatchChangesRequest request) {
        long after = request.getAfterRevision();
        if (after == 0 || !request.getTableId().equals(table.tableId())) {
            return new ChangeFeed.Start(0, false, request.getNotStoring());
        }
        String epoch = after > table.revision() ? "" : table.epochAt(after);
        boolean isForeign = !request.getEpoch().isEmpty() && !request.getEpoch().equals(epoch)
                && (after > table.revision() || !epoch.isEmpty());
        boolean goesOn = !epoch.isEmpty() && epoch.equals(request.getEpoch()) && after >= table.forgottenUpTo();
        return new ChangeFeed.Start(goesOn ? after : 0, isForeign, request.getNotStoring());
    }

    /// A slave says what it has stored of a table, and whether it can store what it is sent.
    public synchronized void confirmed(NodeName slave, ConfirmChangesRequest told) {
        ChangeFeed feed = feeds.get(slave);
        if (feed == null) {
            return;
        }
        feed.setNotStoring(told.getNotStoring());
        if (told.getTableId().equals(table.tableId())) {
            feed.confirmed(told.getRevision());
        }
    }

    @Override
    public Set<NodeName> names() {
        return byName().keySet().stream().filter(this::mayFollow).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<NodeName, Duration> lately() {
        return agesOfGone().entrySet().stream().filter(one -> mayFollow(one.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private synchronized Map<NodeName, Duration> agesOfGone() {
        long now = time.nanos();
        gone.values().removeIf(ended -> now - ended >= LATELY.toNanos());
        Map<NodeName, Duration> ages = new HashMap<>();
        gone.forEach((slave, ended) -> ages.put(slave, Duration.ofNanos(now - ended)));
        return ages;
    }

    @Override
    public int stored(long revision) {
        return (int) byName().entrySet().stream().filter(feed -> mayFollow(feed.getKey()))
                .filter(feed -> feed.getValue().confirmed() >= revision).count();
    }

    @Override
    public Set<NodeName> notStoring() {
        return byName().entrySet().stream().filter(feed -> feed.getValue().isNotStoring()).map(Map.Entry::getKey)
                .filter(this::mayFollow).collect(Collectors.toUnmodifiableSet());
    }

    /// The feed of one that was revoked ends a moment later.
    private boolean mayFollow(NodeName slave) {
        return !table.policy().isRevoked(new Member(Role.KEY_SLAVE, slave));
    }

    private synchronized ChangeFeed put(NodeName slave, ChangeFeed feed) {
        gone.remove(slave);
        return feeds.put(slave, feed);
    }

    private synchronized void ended(NodeName slave, ChangeFeed feed) {
        if (feeds.remove(slave, feed)) {
            gone.putLast(slave, time.nanos());
            if (gone.size() > KeyCounts.MOST_SLAVES) {
                gone.pollFirstEntry();
            }
        }
    }

    private Collection<ChangeFeed> all() {
        return byName().values();
    }

    private synchronized Map<NodeName, ChangeFeed> byName() {
        return Map.copyOf(feeds);
    }

    /// Ends every feed. Twice is harmless.
    @Override
    public void close() {
        beats.cancel();
        all().forEach(ChangeFeed::end);
    }
}
