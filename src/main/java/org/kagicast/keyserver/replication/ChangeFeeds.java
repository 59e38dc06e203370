package org.kagicast.keyserver.replication;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.kagicast.keytable.KeyTable;
import org.kagicast.model.NodeName;
import org.kagicast.proto.TableChanges;
import org.kagicast.proto.WatchChangesRequest;
import org.kagicast.time.Time;

/// The slaves that follow a master's key table, one feed each: a new one takes the place of the former. Its monitor
/// guards the list of feeds. Safe for use by several threads.
public final class ChangeFeeds implements Followers, AutoCloseable {

    /// Slaves take a few of these missing for a broken connection.
    public static final Duration BEAT = Duration.ofMillis(500);

    private final KeyTable table;
    private final Executor executor;
    private final Time.Scheduled beats;
    private final Map<NodeName, ChangeFeed> feeds = new HashMap<>();

    /// @param executor sends; whoever changes the table does not wait for it
    public ChangeFeeds(KeyTable table, Time time, Executor executor) {
        this.table = table;
        this.executor = executor;
        this.beats = time.every(BEAT, executor, () -> all().forEach(ChangeFeed::beat));
    }

    /// The table has changed.
    public void changed() {
        all().forEach(ChangeFeed::lookSoon);
    }

    /// Opens a feed, while its call is being accepted.
    public void open(NodeName slave, WatchChangesRequest request, ServerCallStreamObserver<TableChanges> observer) {
        ChangeFeed feed = new ChangeFeed(table, observer, executor, position(request));
        observer.setOnCancelHandler(() -> ended(slave, feed));
        observer.setOnReadyHandler(feed::lookSoon);
        ChangeFeed former = put(slave, feed);
        if (former != null) {
            former.end();
        }
        feed.lookSoon();
    }

    /// A position that this table has never had is of another one. From one before a record that is forgotten, a slave
    /// could not learn that its key was destroyed, so it begins again as well. A slave that is being sent the table gets
    /// there long before a record that was living when it began is forgotten.
    private long position(WatchChangesRequest request) {
        long after = request.getAfterRevision();
        boolean isOfThisTable = request.getTableId().equals(table.tableId()) && after >= table.forgottenUpTo()
                && after <= table.revision();
        return isOfThisTable ? after : 0;
    }

    /// A slave says what it has stored of a table.
    public synchronized void confirmed(NodeName slave, String tableId, long revision) {
        ChangeFeed feed = feeds.get(slave);
        if (feed != null && tableId.equals(table.tableId())) {
            feed.confirmed(revision);
        }
    }

    @Override
    public synchronized int count() {
        return feeds.size();
    }

    @Override
    public synchronized int stored(long revision) {
        return (int) feeds.values().stream().filter(feed -> feed.confirmed() >= revision).count();
    }

    private synchronized ChangeFeed put(NodeName slave, ChangeFeed feed) {
        return feeds.put(slave, feed);
    }

    private synchronized void ended(NodeName slave, ChangeFeed feed) {
        feeds.remove(slave, feed);
    }

    private synchronized List<ChangeFeed> all() {
        return List.copyOf(feeds.values());
    }

    /// Ends every feed. Twice is harmless.
    @Override
    public void close() {
        beats.cancel();
        all().forEach(ChangeFeed::end);
    }
}
