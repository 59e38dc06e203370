package org.kagicast.console.events;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kagicast.console.nodes.NoticeInbox;
import org.kagicast.console.session.OrderOutcome;
import org.kagicast.console.session.OwnOrder;
import org.kagicast.lab.Scenario;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.message.CodedMessage;

/// What fills a gap of an event's text: kept without a language, so that a log speaks another one at once.
public sealed interface Part {

    /// A name, as it is in every language.
    record Name(String name) implements Part {}

    /// Names of which the first few are told.
    ///
    /// @param first a few
    /// @param more how many there are besides
    record SomeNames(List<String> first, int more) implements Part {

        private static final int TOLD = 3;

        public SomeNames {
            first = List.copyOf(first);
        }

        static SomeNames of(List<String> names) {
            return new SomeNames(names.stream().limit(TOLD).toList(), Math.max(0, names.size() - TOLD));
        }
    }

    /// The event's own key.
    record ThisKey() implements Part {}

    record Count(long count) implements Part {}

    record While(Duration length) implements Part {}

    /// What a client does.
    record Doing(ClientSnapshot.Status status) implements Part {}

    /// Why it does that.
    ///
    /// @param own what the client itself says
    record Why(ClientSnapshot.Status status, Optional<CodedMessage> own) implements Part {

        public Why {
            own = own.map(NoticeInbox::bounded);
        }
    }

    /// What a node says of itself or of its parts.
    record Said(CodedMessage message) implements Part {

        public Said {
            message = NoticeInbox.bounded(message);
        }
    }

    record Playing(Scenario scenario) implements Part {}

    /// What this console ordered.
    record Order(OwnOrder order) implements Part {}

    /// What became of it; empty as long as nobody has answered.
    record Answer(Optional<OrderOutcome> outcome) implements Part {

        public Answer {
            outcome = outcome.map(end -> new OrderOutcome(end.kind(), end.keys(), NoticeInbox.bounded(end.sentence())));
        }
    }

    /// Whether it says the same, numbers aside.
    default boolean isLike(Part other) {
        return switch (this) {
            case Why why -> other instanceof Why also && why.status == also.status
                    && why.own.map(NoticeInbox::shape).equals(also.own.map(NoticeInbox::shape));
            case Said said -> other instanceof Said also
                    && NoticeInbox.shape(said.message).equals(NoticeInbox.shape(also.message));
            case Count count -> other instanceof Count;
            case While length -> other instanceof While;
            case Name name -> equals(other);
            case SomeNames names -> equals(other);
            case ThisKey key -> equals(other);
            case Doing doing -> equals(other);
            case Playing playing -> equals(other);
            case Order order -> equals(other);
            case Answer answer -> equals(other);
        };
    }
}
