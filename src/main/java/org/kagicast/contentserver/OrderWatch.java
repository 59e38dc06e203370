package org.kagicast.contentserver;

import java.util.List;
import java.util.Optional;
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
    private final Streams streams;
    private boolean standsBy;
    private volatile Optional<String> trouble = Optional.empty();

    /// What is done about it.
    interface Streams {

        /// Has a stream rekey, for a reason.
        void obey(KeyLine line, String reason);

        /// The keys in use and those announced.
        List<RekeyOrderSource.NamedKeys> named();

        /// Another process acts for this content server.
        void standBy(String sentence);

        /// This one does, again or still.
        void goOn();
    }

    OrderWatch(NodeName contentServer, Time time, EventSink events, Streams streams) {
        this.contentServer = contentServer;
        this.time = time;
        this.events = events;
        this.streams = streams;
    }

    /// Why no order can be heard now, in one sentence.
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void onListening() {
        if (trouble.isPresent()) {
            tell(NodeEvent.Severity.INFO, standsBy
                    ? "This process acts for the content server " + contentServer + " now."
                    : "The key server is there again.");
            streams.goOn();
        }
        standsBy = false;
        trouble = Optional.empty();
    }

    @Override
    public void onOrder(KeyLine line, String reason) {
        streams.obey(line, reason);
    }

    @Override
    public List<RekeyOrderSource.NamedKeys> keys() {
        return streams.named();
    }

    @Override
    public void onTwin(String sentence) {
        standsBy = true;
        streams.standBy(sentence);
        lost(sentence);
    }

    /// Who stands by goes on doing so while it cannot be known whether the other one is there still.
    @Override
    public void onLost(String sentence) {
        if (!standsBy) {
            lost(sentence + " Streams keep the keys they have meanwhile.");
        }
    }

    private void lost(String told) {
        if (!trouble.equals(Optional.of(told))) {
            tell(NodeEvent.Severity.WARNING, told);
        }
        trouble = Optional.of(told);
    }

    private void tell(NodeEvent.Severity severity, String text) {
        events.emit(new NodeEvent.Notice(time.now(), contentServer, severity, text));
    }
}
