package org.kagicast.contentserver;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.EventSink;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.rpc.keys.RekeyOrderSource;
import org.kagicast.time.Time;

/// Hears the key server's orders to rekey, and says so when it cannot hear them: with the key server gone, streams go on
/// with the keys they have. Where one watch takes the place of another, what is still told by the former one is not heard.
/// The monitor guards its state. Safe for use by several threads.
final class OrderWatch {

    private final NodeName contentServer;
    private final Time time;
    private final EventSink events;
    private final Streams streams;
    private @Nullable Hearing current;
    private State state = State.LISTENS;
    private volatile Optional<CodedMessage> trouble = Optional.empty();
    /// Streams that this content server does not own as the key server told last, each with its sentence. Never changed,
    /// only replaced.
    private volatile Map<StreamName, CodedMessage> foreign = Map.of();

    /// What is done about it.
    interface Streams {

        /// Has a stream rekey, for a reason.
        void obey(KeyLine line, CodedMessage reason);

        /// The keys in use and those announced.
        List<RekeyOrderSource.NamedKeys> named();

        /// Another process acts for this content server.
        void standBy(CodedMessage sentence);

        /// This one does, again or still.
        void goOn();
    }

    /// What was told last.
    private enum State {
        LISTENS,
        KEY_SERVER_AWAY,
        REFUSED,
        STANDS_BY
    }

    OrderWatch(NodeName contentServer, Time time, EventSink events, Streams streams) {
        this.contentServer = contentServer;
        this.time = time;
        this.events = events;
        this.streams = streams;
    }

    /// Why no order can be heard now, in one sentence.
    Optional<CodedMessage> trouble() {
        return trouble;
    }

    /// Why the keys of a stream cannot be changed, or no order for it be heard now, in one sentence.
    Optional<CodedMessage> trouble(StreamName stream) {
        return Optional.ofNullable(foreign.get(stream)).or(this::trouble);
    }

    /// For the next watch, which takes the place of the one before.
    synchronized RekeyOrderSource.Listener listener() {
        Hearing next = new Hearing();
        current = next;
        return next;
    }

    /// What one watch tells, as long as no other has taken its place.
    private final class Hearing implements RekeyOrderSource.Listener {

        @Override
        public void onListening() {
            ifCurrent(OrderWatch.this::onListening);
        }

        @Override
        public void onForeign(Map<StreamName, Optional<NodeName>> told) {
            ifCurrent(() -> OrderWatch.this.onForeign(told));
        }

        @Override
        public void onOrder(KeyLine line, CodedMessage reason) {
            streams.obey(line, reason);
        }

        @Override
        public List<RekeyOrderSource.NamedKeys> keys() {
            return streams.named();
        }

        @Override
        public void onTwin(CodedMessage sentence) {
            ifCurrent(() -> OrderWatch.this.onTwin(sentence));
        }

        @Override
        public void onLost(CodedMessage sentence) {
            ifCurrent(() -> OrderWatch.this.onLost(State.KEY_SERVER_AWAY, sentence));
        }

        @Override
        public void onRefused(CodedMessage sentence) {
            ifCurrent(() -> OrderWatch.this.onLost(State.REFUSED, sentence));
        }

        private void ifCurrent(Runnable work) {
            synchronized (OrderWatch.this) {
                if (this.equals(current)) {
                    work.run();
                }
            }
        }
    }

    private void onForeign(Map<StreamName, Optional<NodeName>> told) {
        Map<StreamName, CodedMessage> former = foreign;
        Map<StreamName, CodedMessage> next = new TreeMap<>();
        told.forEach((stream, owner) -> next.put(stream, sentence(stream, owner)));
        foreign = Collections.unmodifiableMap(next);
        next.forEach((stream, sentence) -> {
            if (!sentence.equals(former.get(stream))) {
                tell(NodeEvent.Severity.WARNING, sentence);
            }
        });
        former.keySet().stream().filter(stream -> !next.containsKey(stream))
                .forEach(stream -> tell(NodeEvent.Severity.INFO,
                        "The stream " + stream + " belongs to the content server " + contentServer + " again."));
    }

    private CodedMessage sentence(StreamName stream, Optional<NodeName> owner) {
        return owner.map(other -> StreamMessage.OWNED_BY_OTHER.with(stream, other, contentServer))
                .orElseGet(() -> StreamMessage.NOT_OWNED.with(stream, contentServer));
    }

    private void onListening() {
        if (trouble.isPresent()) {
            tell(NodeEvent.Severity.INFO, switch (state) {
                case STANDS_BY -> "This process acts for the content server " + contentServer + " now.";
                case KEY_SERVER_AWAY -> "The key server is there again.";
                case REFUSED, LISTENS -> "Orders of the key server are heard again.";
            });
            streams.goOn();
        }
        state = State.LISTENS;
        trouble = Optional.empty();
    }

    private void onTwin(CodedMessage sentence) {
        state = State.STANDS_BY;
        streams.standBy(sentence);
        lost(sentence);
    }

    /// Who stands by goes on doing so while it cannot be known whether the other one is there still.
    private void onLost(State next, CodedMessage sentence) {
        if (state != State.STANDS_BY) {
            state = next;
            lost(StreamMessage.ORDERS_NOT_HEARD.with(sentence));
        }
    }

    private void lost(CodedMessage told) {
        if (!trouble.equals(Optional.of(told))) {
            tell(NodeEvent.Severity.WARNING, told);
        }
        trouble = Optional.of(told);
    }

    private void tell(NodeEvent.Severity severity, String text) {
        tell(severity, CodedMessage.plain(text));
    }

    private void tell(NodeEvent.Severity severity, CodedMessage message) {
        events.emit(new NodeEvent.Notice(time.now(), contentServer, severity, message));
    }
}
