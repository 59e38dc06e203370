package org.kagicast.console.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.nodes.NoticeInbox;
import org.kagicast.model.message.CodedMessage;

/// What happened in one domain, the oldest first: half an hour of it and at most [#MOST] events of about a kilobyte. What
/// happens again within a minute is counted, for up to five minutes, instead of told again. On the console's thread only.
public final class EventLog {

    static final int MOST = 4_000;
    public static final Duration KEPT = Duration.ofMinutes(30);
    /// What happens again within this time is the same event.
    static final Duration AGAIN = Duration.ofMinutes(1);
    /// An event does not go on for longer than this.
    static final Duration LONGEST = Duration.ofMinutes(5);
    /// So many of the latest events are searched for the same.
    private static final int SEARCHED = 60;
    /// Two who say the same within this time tell one thing.
    private static final Duration TOLD_TWICE = Duration.ofSeconds(10);
    private static final int MOST_NAMELESS = 100;

    private final ObservableList<Event> events = FXCollections.observableArrayList();
    private final ObservableList<Event> readable = FXCollections.unmodifiableObservableList(events);
    private final Deque<Long> nameless = new ArrayDeque<>();
    private long next = 1;
    private long anew;

    /// Not to be changed; tells what is added, changed and forgotten.
    public ObservableList<Event> events() {
        return readable;
    }

    /// Takes something that has happened.
    ///
    /// @return the number of the event that tells it
    long add(EventDraft draft, Instant now) {
        return add(draft, now, 1);
    }

    /// As [#add(EventDraft, Instant)], so many times.
    long add(EventDraft draft, Instant now, int times) {
        forget(now);
        Optional<Event> same = draft.happening().isRepeating() ? same(draft, now) : Optional.empty();
        if (same.isPresent()) {
            set(same.get().again(draft, now, times));
            return same.get().number();
        }
        Optional<Event> foretold = foretold(draft, now);
        if (foretold.isPresent()) {
            set(foretold.get().with(draft));
            return foretold.get().number();
        }
        Event event = new Event(next++, draft, now, now, times);
        events.add(event);
        nameLater(event.number());
        return event.number();
    }

    /// Has an event's key named as soon as its number is known.
    void nameLater(long number) {
        if (find(number).flatMap(Event::key).filter(key -> !key.isNamed()).isPresent()) {
            nameless.addLast(number);
            if (nameless.size() > MOST_NAMELESS) {
                nameless.removeFirst();
            }
        }
    }

    private Optional<Event> same(EventDraft draft, Instant now) {
        return latest().filter(event -> event.number() >= anew)
                .filter(event -> event.age(now).compareTo(AGAIN) < 0
                        && Duration.between(event.noted(), now).compareTo(LONGEST) < 0)
                .filter(event -> event.isLike(draft)).findFirst();
    }

    /// Whether an event says this of somebody already.
    boolean says(String who, String text, Instant now) {
        String shape = NoticeInbox.shape(text);
        return recent(who, now).filter(event -> event.happening() != Happening.NOTICE)
                .anyMatch(event -> said(event.draft()).filter(said -> shape.endsWith(said)).isPresent());
    }

    /// The notice that tells the same, which a node may send before its snapshot shows it.
    private Optional<Event> foretold(EventDraft draft, Instant now) {
        return draft.happening() == Happening.NOTICE
                ? Optional.empty()
                : draft.who().flatMap(who -> said(draft).flatMap(
                        said -> recent(who, now).filter(event -> event.happening() == Happening.NOTICE)
                                .filter(event -> said(event.draft()).filter(told -> told.endsWith(said)).isPresent())
                                .findFirst()));
    }

    private Stream<Event> recent(String who, Instant now) {
        return latest().filter(event -> event.age(now).compareTo(TOLD_TWICE) < 0)
                .filter(event -> event.who().equals(Optional.of(who)));
    }

    /// The sentence of a node that it cites, without numbers.
    private static Optional<String> said(EventDraft draft) {
        return draft.parts().stream().flatMap(part -> switch (part) {
            case Part.Why why -> why.own().map(CodedMessage::text).stream();
            case Part.Said said -> Stream.of(said.message().text());
            case Part.Name _,Part.SomeNames _,Part.ThisKey _,Part.Count _,Part.While _,Part.Doing _,Part.Playing _,Part.Order _,Part.Answer _ ->
                Stream.empty();
        }).map(NoticeInbox::shape).findFirst();
    }

    private Stream<Event> latest() {
        return events.subList(Math.max(0, events.size() - SEARCHED), events.size()).reversed().stream();
    }

    /// More has become known of an event; nothing happens if it has been forgotten.
    void change(long number, UnaryOperator<EventDraft> more) {
        find(number).ifPresent(event -> {
            EventDraft draft = more.apply(event.draft());
            if (!draft.equals(event.draft())) {
                set(event.with(draft));
            }
        });
    }

    /// Names keys whose number was not known yet.
    void learn(KeyNumbers numbers) {
        nameless.removeIf(number -> {
            Optional<EventKey> key = find(number).flatMap(Event::key).map(known -> known.named(numbers));
            boolean isKnown = key.map(EventKey::isNamed).orElse(true);
            if (isKnown) {
                key.ifPresent(named -> change(number, draft -> draft.with(named)));
            }
            return isKnown;
        });
    }

    /// What comes now is of others than what came before, even where they have the same names.
    void beginAnew() {
        nameless.clear();
        anew = next;
    }

    void forget(Instant now) {
        int count = Math.max(0, events.size() + 1 - MOST);
        while (count < events.size()
                && Duration.between(events.get(count).latest(), now).compareTo(KEPT) > 0) {
            count++;
        }
        if (count > 0) {
            events.remove(0, count);
        }
    }

    public Optional<Event> find(long number) {
        int index = index(number);
        return index < 0 || index >= events.size() ? Optional.empty() : Optional.of(events.get(index));
    }

    /// The number of the newest event.
    long newest() {
        return next - 1;
    }

    private void set(Event event) {
        events.set(index(event.number()), event);
    }

    /// Numbers have no gaps.
    private int index(long number) {
        return events.isEmpty() ? -1 : Math.clamp(number - events.getFirst().number(), -1, Integer.MAX_VALUE);
    }
}
