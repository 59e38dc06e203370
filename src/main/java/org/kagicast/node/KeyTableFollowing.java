package org.kagicast.node;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.NodeName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.KeyTableChanges;
import org.kagicast.proto.WatchKeyTablesRequest;
import org.kagicast.rpc.ReconnectingStream;

/// Reads what changes in the key tables of a node's key servers. A table is shown as it was last known until it has come
/// in full, also after the stream was opened anew. Its monitor guards it, and is not held while its listener is told. Safe
/// for use by several threads.
final class KeyTableFollowing implements ReconnectingStream.Reader<WatchKeyTablesRequest, KeyTableChanges> {

    /// No node has more key servers in it.
    private static final int MOST_TABLES = 100;

    private final Listener listener;
    private final Map<NodeName, KnownKeyTable> coming = new HashMap<>();
    private final Map<NodeName, Shown> shown = new HashMap<>();

    KeyTableFollowing(Listener listener) {
        this.listener = listener;
    }

    interface Listener {

        void onChange();

        /// The node is of a version that tells its keys with its snapshots.
        void onUnknown();
    }

    /// @param turned the rows by the clock here, when the node's was so far ahead
    private record Shown(List<KeyRow> rows, Duration ahead, List<KeyRow> turned) {}

    @Override
    public synchronized WatchKeyTablesRequest request() {
        coming.clear();
        return WatchKeyTablesRequest.getDefaultInstance();
    }

    /// A message that breaks a rule, or comes after one that is missing, ends the stream; the next one tells all in full.
    @Override
    public void onMessage(KeyTableChanges message) {
        if (take(new NodeName(message.getKeyServer()), SnapshotReader.VERBATIM.read(message))) {
            listener.onChange();
        }
    }

    private synchronized boolean take(NodeName server, KeyTableDelta delta) {
        KnownKeyTable table = coming.computeIfAbsent(server, absent -> new KnownKeyTable());
        if (coming.size() > MOST_TABLES) {
            throw new IllegalArgumentException("no node has more than " + MOST_TABLES + " key servers");
        }
        table.take(delta);
        if (table.isWhole()) {
            shown.put(server, new Shown(table.rows(), Duration.ZERO, table.rows()));
        }
        return table.isWhole();
    }

    @Override
    public void onLost(CodedMessage sentence) {
        // Whoever follows the node's snapshots hears of it there.
    }

    @Override
    public void onLost(ReconnectingStream.Loss loss) {
        if (loss.code() == Status.Code.UNIMPLEMENTED) {
            listener.onUnknown();
        }
    }

    /// The key server with the rows of its key table, as far as they are known.
    ///
    /// @param ahead how far the node's clock is ahead of the one here
    synchronized KeyServerSnapshot withRows(KeyServerSnapshot server, Duration ahead) {
        Shown table = shown.get(server.name());
        if (table == null) {
            return server;
        }
        if (!table.ahead.equals(ahead)) {
            table = new Shown(table.rows, ahead,
                    List.copyOf(table.rows.stream().map(row -> turned(row, ahead)).toList()));
            shown.put(server.name(), table);
        }
        return server.showing(table.turned);
    }

    private static KeyRow turned(KeyRow row, Duration ahead) {
        return new KeyRow(row.keyId(), row.stream(), row.label(), row.number(), row.owner(), row.suite(), row.state(),
                row.created().minus(ahead), turned(row.activated(), ahead), turned(row.deactivated(), ahead),
                row.fingerprint(), row.fetchers());
    }

    private static Optional<Instant> turned(Optional<Instant> moment, Duration ahead) {
        return moment.map(at -> at.minus(ahead));
    }
}
