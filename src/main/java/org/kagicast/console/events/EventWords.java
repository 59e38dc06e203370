package org.kagicast.console.events;

import java.util.Optional;
import org.kagicast.console.session.OrderOutcome;
import org.kagicast.console.session.OwnOrder;
import org.kagicast.console.text.Texts;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RekeyCommand;

/// Writes events in one language.
public final class EventWords {

    private final Texts texts;

    public EventWords(Texts texts) {
        this.texts = texts;
    }

    /// One sentence or two, which can be read without the rest.
    public String sentence(Event event) {
        String said = texts
                .of("event", event.happening(), event.parts().stream().map(part -> of(part, event)).toArray())
                .strip();
        return event.count() == 1
                ? said
                : texts.of("event.times", said, event.count(), texts.clock(event.latest()));
    }

    String kind(Event event) {
        return texts.of("event.kind", event.happening().kind());
    }

    String severity(Event event) {
        return texts.of("event.severity", event.severity());
    }

    String who(Event event) {
        return event.who().orElseGet(() -> texts.of("event.here"));
    }

    String stream(Event event) {
        return event.line().map(KeyLine::toString).orElse("");
    }

    String key(Event event) {
        return event.key().map(EventKey::name).orElse("");
    }

    String clock(Event event) {
        return texts.clock(event.at());
    }

    private Object of(Part part, Event event) {
        return switch (part) {
            case Part.Name name -> name.name();
            case Part.SomeNames names -> String.join(texts.of("event.comma"), names.first())
                    + (names.more() == 0 ? "" : texts.of("event.more", names.more()));
            case Part.ThisKey _ -> key(event);
            case Part.Count count -> count.count();
            case Part.While length -> length.length().toMillis() < 120_000 && length.length().toMillis() % 1000 != 0
                    ? texts.tenths(length.length())
                    : texts.duration(length.length());
            case Part.Doing doing -> texts.of("client", doing.status());
            case Part.Why why -> why(why);
            case Part.Said said -> texts.of(said.message());
            case Part.Playing playing -> texts.of("scenario", playing.scenario());
            case Part.Order order -> order(order.order());
            case Part.Answer answer -> answer.outcome().map(outcome -> outcome(outcome, event))
                    .orElseGet(() -> texts.of("event.order.sent"));
        };
    }

    private String why(Part.Why why) {
        return why.own().map(texts::of).orElseGet(() -> texts.of("client.why", why.status()));
    }

    private String order(OwnOrder order) {
        return switch (order) {
            case OwnOrder.OfKeys keys -> order(keys.line(), keys.command());
            case OwnOrder.Grant grant -> texts.of("event.order.grant", grant.client(), grant.stream());
            case OwnOrder.Ungrant ungrant -> texts.of("event.order.ungrant", ungrant.client(), ungrant.stream());
            case OwnOrder.Revoke revoke -> texts.of("event.order.revoke", revoke.client());
            case OwnOrder.Reinstate reinstate -> texts.of("event.order.reinstate", reinstate.client());
        };
    }

    private String order(KeyLine line, RekeyCommand command) {
        return switch (command) {
            case RekeyCommand.Announce announce -> announce.leadTime()
                    .map(lead -> texts.of("event.order.announceIn", line, texts.duration(lead)))
                    .orElseGet(() -> texts.of("event.order.announce", line));
            case RekeyCommand.Now _ -> texts.of("event.order.now", line);
            case RekeyCommand.SwitchNow _ -> texts.of("event.order.switchNow", line);
            case RekeyCommand.Hold _ -> texts.of("event.order.hold", line);
            case RekeyCommand.Cancel _ -> texts.of("event.order.cancel", line);
        };
    }

    private String outcome(OrderOutcome outcome, Event event) {
        return switch (outcome.kind()) {
            case DONE -> done(event, outcome.keys().size());
            case STILL_REVOKED -> texts.of("event.order.stillRevoked");
            case HAS_NOTHING -> texts.of("event.order.hasNothing");
            case UNSTORED -> texts.of("event.order.unstored", texts.of(outcome.sentence()));
            case REFUSED -> texts.of("event.order.refused", texts.of(outcome.sentence()));
            case UNANSWERED -> texts.of("event.order.unanswered", texts.of(outcome.sentence()));
            case SILENT -> texts.of("event.order.silent");
            case PAST -> texts.of("event.order.past");
            case NO_AUTHORITY -> texts.of("event.order.noAuthority");
        };
    }

    private String done(Event event, int keys) {
        Optional<EventKey> key = event.key();
        if (key.isEmpty()) {
            return texts.of("event.order.done");
        }
        boolean isRevocation = event.parts().stream()
                .anyMatch(part -> part instanceof Part.Order order && order.order() instanceof OwnOrder.Revoke);
        return texts.of(isRevocation ? "event.order.compromised" : "event.order.doneKey", key(event), keys - 1);
    }
}
