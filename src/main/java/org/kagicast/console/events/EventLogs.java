package org.kagicast.console.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.nodes.CountedNotice;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NoticeInbox;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.DomainView;
import org.kagicast.console.session.DomainWitness;
import org.kagicast.console.session.LabState;
import org.kagicast.console.session.Observations;
import org.kagicast.console.session.OrderOutcome;
import org.kagicast.console.session.OwnOrder;
import org.kagicast.console.session.Target;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeEvent.Notice;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;

/// The log of each domain, written from all that the console learns and orders, whichever domain is in view. A domain's
/// log outlives its nodes. On the console's thread only.
public final class EventLogs implements DomainWitness {

    /// So many different notices of one role are told within [#MOMENT]; of more, how many.
    private static final int MOST_NOTICES = 10;
    private static final Duration MOMENT = Duration.ofSeconds(10);

    private final ConsoleModel model;
    private final Map<Domain, Writing> domains = new HashMap<>();
    private LabState lab = LabState.STOPPED;

    /// Hears all that happens from now on.
    public EventLogs(ConsoleModel model) {
        this.model = model;
        model.tell(this);
        model.session().stateProperty().addListener((state, before, now) -> labIs(now));
    }

    /// Of a domain, also of one that no node was ever heard of.
    public EventLog of(Domain domain) {
        return writing(domain).log;
    }

    private Writing writing(Domain domain) {
        return domains.computeIfAbsent(domain, absent -> new Writing());
    }

    private Instant now() {
        return model.time().now();
    }

    @Override
    public void seen(Domain of, DomainView whole, Observations seen) {
        long before = writing(of).log.newest();
        writing(of).seen(whole, seen, now());
        if (writing(of).log.newest() != before) {
            model.mark(of);
        }
    }

    @Override
    public void noticed(Domain of, NoticeInbox.Taken notices) {
        notices.notices().forEach(each -> writing(of).noticed(each, now()));
        if (notices.missed() > 0) {
            writing(of).log.add(EventDraft.of(Happening.MORE_NOTICES, now()).by("").as(Severity.WARNING), now(),
                    notices.missed());
        }
    }

    @Override
    public void ordered(Domain of, long number, OwnOrder order) {
        writing(of).ordered(number, order, now());
        model.mark(of);
    }

    @Override
    public void answered(Domain of, long number, OrderOutcome outcome) {
        writing(of).answered(number, outcome);
    }

    @Override
    public void lockedOut(Domain of, NodeName client, KeyLine line, Duration after) {
        writing(of).log.add(EventDraft
                .of(Happening.LOCKED_OUT, now(), new Part.Name(client.value()), new Part.Name(line.toString()),
                        new Part.While(after))
                .by(client).about(new Target.OfClient(client)).on(line), now());
    }

    private void labIs(LabState state) {
        EventLog log = of(Domain.lab());
        if (state == LabState.RUNNING) {
            log.add(EventDraft.of(Happening.LAB_STARTED, now(),
                    new Part.Playing(model.session().scenarioProperty().get())), now());
        } else if (lab == LabState.RUNNING) {
            log.add(EventDraft.of(Happening.LAB_STOPPED, now()), now());
        }
        lab = state;
    }

    /// One domain's log, and what it is written from.
    private static final class Writing {

        private final EventLog log = new EventLog();
        private final NodeDifferences nodes = new NodeDifferences(log);
        private final StreamDifferences streams = new StreamDifferences(log);
        private final ClientDifferences clients = new ClientDifferences(log);
        /// The events of orders that nobody has answered yet.
        private final Map<Long, Long> open = new LinkedHashMap<>();
        /// When the latest notices of each role were told.
        private final Map<NodeName, Deque<Instant>> told = new HashMap<>();
        private Optional<Observations> latest = Optional.empty();
        private Optional<NodeSnapshot> shown = Optional.empty();

        void seen(DomainView whole, Observations seen, Instant now) {
            if (latest.filter(before -> before != seen).isPresent()) {
                log.beginAnew();
            }
            latest = Optional.of(seen);
            shown = whole.snapshot();
            boolean isNodeGone = nodes.observe(whole, seen.numbers(), now);
            whole.snapshot().ifPresentOrElse(snapshot -> {
                streams.observe(snapshot, whole, seen, isNodeGone, now);
                clients.observe(snapshot, whole, seen, isNodeGone, now);
            }, () -> {
                streams.forget();
                clients.forget();
            });
            log.learn(seen.numbers());
        }

        void noticed(CountedNotice notice, Instant now) {
            Notice said = notice.latest();
            String who = said.subject().value();
            if (log.says(who, said.message().text(), now)) {
                return;
            }
            EventDraft draft = EventDraft.of(Happening.NOTICE, now, new Part.Said(said.message())).by(who)
                    .as(said.severity());
            EventDraft placed = target(said.subject()).map(draft::about).orElse(draft);
            boolean isKnown = log.events().reversed().stream().limit(60).anyMatch(event -> event.isLike(placed));
            if (isKnown || mayTell(said.subject(), now)) {
                log.add(placed, now, notice.count());
            } else {
                log.add(EventDraft.of(Happening.MORE_NOTICES, now).by(who).as(said.severity()), now, notice.count());
            }
        }

        private boolean mayTell(NodeName subject, Instant now) {
            told.values().removeIf(moments -> {
                moments.removeIf(at -> Duration.between(at, now).compareTo(MOMENT) > 0);
                return moments.isEmpty();
            });
            Deque<Instant> moments = told.computeIfAbsent(subject, absent -> new ArrayDeque<>());
            boolean mayTell = moments.size() < MOST_NOTICES;
            if (mayTell) {
                moments.addLast(now);
            }
            return mayTell;
        }

        /// What the role that tells something looks like on the Live screen.
        private Optional<Target> target(NodeName role) {
            return shown.flatMap(snapshot -> {
                if (snapshot.clients().stream().anyMatch(client -> client.name().equals(role))) {
                    return Optional.<Target>of(new Target.OfClient(role));
                }
                if (snapshot.keyServers().stream().anyMatch(server -> server.name().equals(role))) {
                    return Optional.<Target>of(new Target.OfKeyServer(role));
                }
                return snapshot.contentServers().stream().filter(server -> server.name().equals(role))
                        .flatMap(server -> server.streams().stream())
                        .<Target>map(stream -> new Target.OfStream(stream.name())).findFirst();
            });
        }

        void ordered(long number, OwnOrder order, Instant now) {
            EventDraft draft = EventDraft.of(Happening.ORDERED, now, new Part.Order(order),
                    new Part.Answer(Optional.empty()));
            open.put(number, log.add(switch (order) {
                case OwnOrder.OfKeys keys -> draft.on(keys.line());
                case OwnOrder.Grant grant -> draft.about(new Target.OfClient(grant.client()))
                        .on(new KeyLine(grant.stream()));
                case OwnOrder.Ungrant ungrant -> draft.about(new Target.OfClient(ungrant.client()))
                        .on(new KeyLine(ungrant.stream()));
                case OwnOrder.Revoke revoke -> draft.about(new Target.OfClient(revoke.client()));
                case OwnOrder.Reinstate reinstate -> draft.about(new Target.OfClient(reinstate.client()));
            }, now));
        }

        void answered(long number, OrderOutcome outcome) {
            Long event = open.remove(number);
            if (event == null) {
                return;
            }
            Severity severity = switch (outcome.kind()) {
                case DONE -> Severity.INFO;
                case STILL_REVOKED, HAS_NOTHING, UNSTORED, REFUSED, UNANSWERED, SILENT, PAST, NO_AUTHORITY ->
                    Severity.WARNING;
            };
            log.change(event, draft -> {
                EventDraft answered = new EventDraft(draft.happening(), severity, draft.at(), draft.who(), draft.line(),
                        draft.key(), draft.about(), java.util.List.of(draft.parts().getFirst(),
                                new Part.Answer(Optional.of(outcome))));
                return outcome.keys().stream().findFirst().flatMap(key -> latest.map(
                        seen -> answered.with(EventKey.of(key, KeyPhase.COMING, seen.numbers())))).orElse(answered);
            });
            log.nameLater(event);
        }
    }
}
