package org.kagicast.contentserver;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.kagicast.model.EventSink;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.rpc.RekeyOrderSource;
import org.kagicast.time.Time;

/// Hears the key server's orders to rekey, and says so when it cannot hear them: with the key server gone, streams go on
/// with the keys they have. Safe for use by several threads.
final class OrderWatch implements RekeyOrderSource.Listener {

    private final NodeName contentServer;
    private final Time time;
    private final EventSink events;
    private final BiConsumer<KeyLine, String> order;
    private volatile Optional<String> trouble = Optional.empty();

    /// @param order has a stream rekey, for a reason
    OrderWatch(NodeName contentServer, Time time, EventSink events, BiConsumer<KeyLine, String> order) {
        this.contentServer = contentServer;
        this.time = time;
        this.events = events;
        this.order = order;
    }

    /// Why no order can be heard now, in one sentence.
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void onListening() {
        if (trouble.isPresent()) {
            tell(NodeEvent.Severity.INFO, "The key server is there again.");
        }
        trouble = Optional.empty();
    }

    @Override
    public void onOrder(KeyLine line, String reason) {
        order.accept(line, reason);
    }

    @Override
    public void onLost(String sentence) {
        String told = sentence + " Streams keep the keys they have meanwhile.";
        if (!trouble.equals(Optional.of(told))) {
            tell(NodeEvent.Severity.WARNING, told);
        }
        trouble = Optional.of(told);
    }

    private void tell(NodeEvent.Severity severity, String text) {
        events.emit(new NodeEvent.Notice(time.now(), contentServer, severity, text));
    }
}
