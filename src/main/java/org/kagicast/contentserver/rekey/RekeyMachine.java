package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kagicast.contentserver.rekey.PendingRekey.Delay;
import org.kagicast.contentserver.rekey.PendingRekey.Obstacle;
import org.kagicast.contentserver.rekey.Rekey.Effect;
import org.kagicast.contentserver.rekey.Rekey.Event;
import org.kagicast.contentserver.rekey.Rekey.Mode;
import org.kagicast.contentserver.rekey.Rekey.State;
import org.kagicast.contentserver.rekey.Rekey.WantedKey;
import org.kagicast.contentserver.rekey.Rekey.WantedKey.Requester;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.time.Moment;

/// Decides when a stream's key, or that of one of its labels, gives way to the next: at once or announced, on command or by
/// itself (R18, R19, R21, R25). It knows keys by their names, takes events with the time, and answers with what is to be
/// done; it asks, sends and waits for nothing itself. It belongs to the stream's thread.
///
/// ```
///              Begin             KeyCame                 Announce, Due, PeriodOver
///     NEW ───────────► STARTING ─────────► AT_REST ─────────────────────────────────► ACQUIRING
///                                             ▲  │ Now                                  │  ▲ │
///                                             │  └──────────────────────────────────────┘  │ │
///                                             │      KeyCame, to be used at once; Cancel   │ │
///                                             ├◄───────────────────────────────────────────┼─┤
///                                             │                                            │ │ KeyCame, to be
///                                             │ Look: due, SwitchNow, LimitReached; Cancel │ │ announced
///                                             ├◄──────────────────────────────── PENDING ◄─┼─┘
///                                             │                                     │ Now  │
///                                             │ KeyCame: the announced one is       ▼      │ Look: due, SwitchNow,
///                                             └◄──────────────── withdrawn ──── SUPERSEDING ┘ LimitReached; Cancel
///
///     Stop leads from each to STOPPED. An Order by the key server withdraws what is pending and leads to ACQUIRING.
/// ```
///
/// A key that an operator wants at once while another such is on its way is asked for after that, so that the key a command
/// leads to has always been made after the command; all who want one meanwhile share it. What the key server orders
/// stands until a key that was asked for after the order has come.
///
/// A command that names a key is about that key's change alone: it may come when the change is over, and then nothing is
/// done.
public final class RekeyMachine {

    /// After a key was refused, until the stream wants one by itself again.
    static final Duration SOON = Duration.ofSeconds(5);

    /// A change that the stream wants by itself and for which no key comes.
    ///
    /// @param since when the key was wanted first
    /// @param next when it is asked for again
    private record Overdue(CodedMessage why, Instant since, Instant next) {}

    /// Keys that commands may still name, as people need some seconds to press a button and networks to carry it.
    private static final int MOST_REMEMBERED = 64;

    /// What has become of a key that came.
    private enum Fate {
        /// Another one has taken over from it.
        REPLACED,
        /// It was never used.
        WITHDRAWN
    }

    private record Former(KeyName key, Fate fate) {}

    private final KeyLine line;
    private final NodeName keyServer;
    private final Supplier<RekeyPolicy> policy;
    private State state = new State.New();
    private List<CompletableFuture<KeyName>> waitingForOneMore = List.of();
    /// Of the key server, so far.
    private long orders;
    private long ordersCarriedOut;
    /// The reason of the latest order.
    private Optional<CodedMessage> latestOrder = Optional.empty();
    private Optional<Overdue> overdue = Optional.empty();
    /// The latest of them.
    private final SequencedMap<KeyId, Former> formerKeys = new LinkedHashMap<>();
    private long wantedSoFar;
    /// Of the event that is being handled.
    private Moment now = new Moment(0, Instant.EPOCH);
    private List<Effect> effects = new ArrayList<>();

    /// @param policy the one in force
    RekeyMachine(KeyLine line, NodeName keyServer, Supplier<RekeyPolicy> policy) {
        this.line = line;
        this.keyServer = keyServer;
        this.policy = policy;
    }

    State state() {
        return state;
    }

    /// Takes what happens.
    ///
    /// @return what is to be done, in this order
    List<Effect> on(Event event, Moment at) {
        now = at;
        effects = new ArrayList<>();
        switch (event) {
            case Event.Begin() -> begin();
            case Event.Command(RekeyCommand command, CompletableFuture<KeyName> outcome) ->
                command(command, outcome);
            case Event.Order(CodedMessage reason) -> order(reason);
            case Event.PeriodOver() -> periodOver();
            case Event.Due() -> due();
            case Event.LimitReached() -> limitReached();
            case Event.KeyCame(WantedKey wanted, KeyName key) -> keyCame(wanted, key);
            case Event.KeyDelayed(WantedKey wanted, CodedMessage why, Duration pause) ->
                keyDelayed(wanted, why, pause);
            case Event.KeyRefused(WantedKey wanted, CodedMessage why) -> keyRefused(wanted, why);
            case Event.Look look -> look(look);
            case Event.Stop() -> stop();
        }
        return effects;
    }

    /// Why the next key has not come, when the stream itself wants one, or is not switched to, since when and until when, in
    /// one sentence.
    Optional<CodedMessage> trouble(Moment at) {
        return overdue.map(change -> StreamMessage.OVERDUE.with(change.why, line, change.since,
                isOrdered() ? latestOrder : Optional.empty(), change.next, shown(state.inUse())))
                .or(() -> state.pending().flatMap(rekey -> delayed(rekey, at)));
    }

    private Optional<CodedMessage> delayed(PendingRekey rekey, Moment at) {
        return rekey.delay().filter(delay -> delay.isWorthTelling(at))
                .map(delay -> StreamMessage.PUT_OFF.with(delay.obstacle().sentence(keyServer, rekey.key()), line,
                        rekey.key(), delay.since().second(), delay.atMost(policy.get(), at), shown(state.inUse())));
    }

    private void begin() {
        if (state instanceof State.New) {
            state = new State.Starting(ask(new Mode.Immediate(), Requester.STREAM, List.of()), Optional.empty());
        }
    }

    private void command(RekeyCommand command, CompletableFuture<KeyName> outcome) {
        switch (state) {
            case State.New _,State.Starting _ -> refuse(outcome, StreamMessage.LINE_HAS_NO_KEY_YET.with(line));
            case State.Stopped _ -> refuse(outcome, StreamMessage.LINE_HAS_STOPPED.with(line));
            case State.InUse _ when command.key().filter(named -> !isPending(named)).isPresent() ->
                fail(List.of(outcome), notPending(command.key().get(), command));
            case State.InUse _ -> {
                switch (command) {
                    case RekeyCommand.Now() -> now(outcome);
                    case RekeyCommand.Announce(Optional<Duration> leadTime) ->
                        announce(leadTime.orElse(policy.get().leadTime()), outcome);
                    case RekeyCommand.Hold hold -> hold(hold, outcome);
                    case RekeyCommand.SwitchNow _ -> switchNow(outcome);
                    case RekeyCommand.Cancel _ -> cancel(outcome);
                }
            }
        }
    }

    private boolean isPending(KeyId key) {
        return state.pending().filter(rekey -> rekey.key().id().equals(key)).isPresent();
    }

    /// Why a command that names a key is not carried out.
    private CodedMessage notPending(KeyId named, RekeyCommand command) {
        CodedMessage nothing = nothingDone(command);
        Optional<KeyName> pending = state.pending().map(PendingRekey::key);
        Optional<KeyName> current = state.inUse().filter(key -> key.id().equals(named));
        Former former = formerKeys.get(named);
        if (current.isPresent()) {
            return StreamMessage.KEY_IN_USE_ALREADY.with(current.get(), nothing, pending);
        }
        if (former == null) {
            return StreamMessage.KEY_NOT_KNOWN.with(KeyName.of(named), line, nothing, pending);
        }
        return switch (former.fate) {
            case REPLACED -> StreamMessage.KEY_REPLACED.with(former.key, nothing, pending);
            case WITHDRAWN -> StreamMessage.KEY_WITHDRAWN.with(former.key, nothing, pending);
        };
    }

    /// What a command that is not carried out has not done.
    public static CodedMessage nothingDone(RekeyCommand command) {
        return switch (command) {
            case RekeyCommand.Now _ -> StreamMessage.NOTHING_CHANGED.with();
            case RekeyCommand.Announce _ -> StreamMessage.NOTHING_ANNOUNCED.with();
            case RekeyCommand.SwitchNow _ -> StreamMessage.NOTHING_SWITCHED.with();
            case RekeyCommand.Hold _ -> StreamMessage.NOTHING_HELD.with();
            case RekeyCommand.Cancel _ -> StreamMessage.NOTHING_CANCELLED.with();
        };
    }

    /// The key with this ID, if it is in use or pending, or was so lately.
    Optional<KeyName> find(KeyId key) {
        return Stream
                .of(state.inUse(), state.pending().map(PendingRekey::key),
                        Optional.ofNullable(formerKeys.get(key)).map(Former::key))
                .flatMap(Optional::stream).filter(known -> known.id().equals(key)).findFirst();
    }

    private void remember(KeyName key, Fate fate) {
        formerKeys.put(key.id(), new Former(key, fate));
        if (formerKeys.size() > MOST_REMEMBERED) {
            formerKeys.pollFirstEntry();
        }
    }

    private void now(CompletableFuture<KeyName> outcome) {
        if (isAwaited()) {
            waitingForOneMore = plus(waitingForOneMore, outcome);
            return;
        }
        giveUpWanted(StreamMessage.IMMEDIATE_CAME_FIRST.with(line), Optional.empty());
        want(new Mode.Immediate(), Requester.OPERATOR, List.of(outcome));
    }

    private void announce(Duration leadTime, CompletableFuture<KeyName> outcome) {
        if (state.pending().isPresent()) {
            PendingRekey rekey = state.pending().get();
            refuse(outcome, rekey.isByItself()
                    ? StreamMessage.PENDING_BY_ITSELF.with(line, rekey.key())
                    : StreamMessage.PENDING_ALREADY.with(line, rekey.key()));
        } else if (state.wanted().isPresent()) {
            refuse(outcome, StreamMessage.KEY_ON_ITS_WAY.with(line));
        } else if (isOrdered()) {
            refuse(outcome, StreamMessage.CHANGE_ORDERED.with(line));
        } else {
            want(new Mode.Announced(leadTime), Requester.OPERATOR, List.of(outcome));
        }
    }

    private void hold(RekeyCommand.Hold order, CompletableFuture<KeyName> outcome) {
        state.pending().ifPresentOrElse(rekey -> {
            note(Severity.INFO, "The change of " + line + " to key " + rekey.key() + " is held.");
            setPending(rekey.held(order, now));
            effects.add(new Effect.KeepAnnouncing());
            effects.add(new Effect.LookNow());
            complete(List.of(outcome), rekey.key());
        }, () -> refuse(outcome, StreamMessage.NOTHING_TO_HOLD.with(line)));
    }

    private void switchNow(CompletableFuture<KeyName> outcome) {
        state.pending().ifPresentOrElse(rekey -> {
            takeOver(rekey);
            complete(List.of(outcome), rekey.key());
        }, () -> refuse(outcome, StreamMessage.NOTHING_TO_SWITCH.with(line)));
    }

    private void cancel(CompletableFuture<KeyName> outcome) {
        Optional<PendingRekey> withdrawn = state.pending();
        if (withdrawn.isPresent()) {
            overdue = Optional.empty();
            note(Severity.INFO, "The change of " + line + " to key " + withdrawn.get().key() + " is cancelled.");
            withdraw();
            effects.add(new Effect.BeginPeriod());
            complete(List.of(outcome), withdrawn.get().key());
        } else if (state.wanted().filter(wanted -> wanted.mode() instanceof Mode.Announced).isPresent()) {
            overdue = Optional.empty();
            giveUpWanted(StreamMessage.CANCELLED_BEFORE_KEY.with(line), Optional.of(outcome));
            effects.add(new Effect.BeginPeriod());
        } else {
            refuse(outcome, StreamMessage.NOTHING_TO_CANCEL.with(line));
        }
    }

    /// What is pending is withdrawn at once, since that key may be lost too.
    private void order(CodedMessage reason) {
        switch (state) {
            case State.New _ -> {
                // The first key will be made after the order.
            }
            case State.Starting(WantedKey first, Optional<CodedMessage> _) ->
                state = new State.Starting(first, Optional.of(reason));
            case State.InUse _ -> obey(reason);
            case State.Stopped _ -> {
                // No packet follows that a new key would be for.
            }
        }
    }

    private void obey(CodedMessage reason) {
        note(Severity.WARNING, StreamMessage.REKEY_ORDERED.with(line, reason));
        withdraw();
        orders++;
        latestOrder = Optional.of(reason);
        if (!isAwaited()) {
            giveUpWanted(StreamMessage.ORDER_CAME_FIRST.with(line), Optional.empty());
            wantWhatIsLeft();
        }
    }

    private void periodOver() {
        switch (state) {
            case State.AtRest _ -> wantByItself();
            case State.Acquiring _,State.Pending _,State.Superseding _ -> effects.add(new Effect.RestPeriod());
            case State.New _,State.Starting _,State.Stopped _ -> {
                // There is no period.
            }
        }
    }

    private void due() {
        if (state instanceof State.AtRest) {
            wantByItself();
        }
    }

    private void wantByItself() {
        want(isOrdered() ? new Mode.Immediate() : policy.get().automaticMode(), Requester.STREAM, List.of());
    }

    private void limitReached() {
        state.pending().ifPresent(rekey -> {
            note(Severity.WARNING,
                    StreamMessage.SWITCHED_AT_LIMIT.with(line, rekey.key(), state.inUse()));
            takeOver(rekey);
        });
    }

    private void keyCame(WantedKey wanted, KeyName key) {
        if (state.wanted().filter(wanted::equals).isEmpty()) {
            effects.add(new Effect.Destroy(key));
            return;
        }
        if (state instanceof State.Starting(WantedKey _, Optional<CodedMessage> order)) {
            state = new State.AtRest(key);
            effects.add(new Effect.UseFirst(key));
            effects.add(new Effect.BeginPeriod());
            order.ifPresent(this::obey);
            effects.add(new Effect.Ready());
            return;
        }
        overdue = Optional.empty();
        ordersCarriedOut = Math.max(ordersCarriedOut, wanted.orders());
        setWanted(Optional.empty());
        switch (wanted.mode()) {
            case Mode.Immediate() -> {
                use(key, false);
                withdraw();
                effects.add(new Effect.BeginPeriod());
            }
            case Mode.Announced(Duration leadTime) -> {
                setPending(PendingRekey.announced(key, leadTime, wanted.requester() == Requester.STREAM, now));
                effects.add(new Effect.Announce(key, leadTime));
                if (wanted.requester() == Requester.OPERATOR) {
                    note(Severity.INFO, "The change of " + line + " to key " + key + " is announced for "
                            + now.secondAfter(leadTime) + ".");
                }
            }
        }
        wantWhatIsLeft();
        complete(wanted.outcomes(), key);
    }

    private void keyDelayed(WantedKey wanted, CodedMessage why, Duration pause) {
        if (state.wanted().filter(wanted::equals).isEmpty()) {
            return;
        }
        if (state instanceof State.Starting) {
            effects.add(new Effect.NotReady(why));
        } else if (wanted.requester() == Requester.STREAM) {
            setOverdue(why, pause);
        }
    }

    private void keyRefused(WantedKey wanted, CodedMessage why) {
        if (state.wanted().filter(wanted::equals).isEmpty()) {
            return;
        }
        if (state instanceof State.Starting) {
            effects.add(new Effect.NeverReady(why));
            return;
        }
        setWanted(Optional.empty());
        if (wanted.requester() == Requester.OPERATOR) {
            note(Severity.WARNING, why);
        }
        if (wanted.requester() == Requester.STREAM || overdue.isPresent()) {
            setOverdue(why, SOON);
            effects.add(new Effect.RestPeriod());
        }
        if (wanted.requester() == Requester.OPERATOR) {
            wantWhatIsLeft();
        }
        fail(wanted.outcomes(), why);
    }

    private void look(Event.Look facts) {
        Optional<PendingRekey> due = state.pending().filter(rekey -> rekey.isDue(now, facts.share()));
        if (due.isEmpty()) {
            return;
        }
        PendingRekey rekey = due.get();
        if (facts.isGone()) {
            note(Severity.WARNING, StreamMessage.KEY_GONE.with(keyServer, rekey.key(), line));
            withdraw();
            effects.add(new Effect.RestPeriod());
        } else if (rekey.hold().isPresent() || facts.obstacle().isEmpty()
                || hasWaitedEnough(rekey, facts.obstacle().get())) {
            takeOver(rekey);
        }
    }

    /// Puts the change off, unless it has been put off for long enough: the key in use is fine.
    private boolean hasWaitedEnough(PendingRekey rekey, Obstacle obstacle) {
        if (rekey.delay().isEmpty()) {
            setPending(rekey.delayed(Delay.begin(obstacle, now)));
            effects.add(new Effect.KeepAnnouncing());
            effects.add(new Effect.AskReadiness());
            return false;
        }
        Delay delay = rekey.delay().get().by(obstacle, now);
        if (delay.isOver(policy.get(), now)) {
            note(Severity.WARNING, StreamMessage.SWITCHED_ALL_THE_SAME.with(obstacle.sentence(keyServer, rekey.key()),
                    line, delay.since().second()));
            return true;
        }
        boolean isNews = delay.isWorthTelling(now) && !delay.isTold();
        PendingRekey delayed = rekey.delayed(isNews ? delay.told() : delay);
        setPending(delayed);
        if (isNews) {
            delayed(delayed, now).ifPresent(sentence -> note(Severity.WARNING, sentence));
        }
        return false;
    }

    private void stop() {
        if (state instanceof State.Stopped) {
            return;
        }
        effects.add(new Effect.StopTimers());
        dropPending();
        ordersCarriedOut = orders;
        CodedMessage why = StreamMessage.LINE_HAS_STOPPED.with(line);
        fail(waitingForOneMore, why);
        waitingForOneMore = List.of();
        state.wanted().ifPresent(wanted -> giveUp(wanted, why, Optional.empty()));
        state = new State.Stopped();
    }

    private void takeOver(PendingRekey rekey) {
        setPending(Optional.empty());
        effects.add(new Effect.StopAnnouncing());
        use(rekey.key(), true);
        effects.add(new Effect.BeginPeriod());
    }

    private void use(KeyName key, boolean isAnnounced) {
        state.inUse().ifPresent(former -> remember(former, Fate.REPLACED));
        state = State.InUse.of(key, state.pending(), state.wanted());
        effects.add(new Effect.Use(key, isAnnounced));
    }

    /// Tells the group that nothing is coming, and destroys the key.
    private void withdraw() {
        if (dropPending()) {
            setPending(Optional.empty());
            effects.add(new Effect.Withdraw());
        }
    }

    private boolean dropPending() {
        Optional<PendingRekey> dropped = state.pending();
        dropped.ifPresent(rekey -> {
            effects.add(new Effect.StopAnnouncing());
            effects.add(new Effect.Destroy(rekey.key()));
            remember(rekey.key(), Fate.WITHDRAWN);
        });
        return dropped.isPresent();
    }

    /// Whether the key server has ordered a change since the newest key was asked for.
    private boolean isOrdered() {
        return orders > ordersCarriedOut;
    }

    private boolean isAwaited() {
        return state.wanted().filter(WantedKey::isAwaited).isPresent();
    }

    /// Those who came while another key was on its way; and the order, if what came was wanted before it.
    private void wantWhatIsLeft() {
        if (!waitingForOneMore.isEmpty()) {
            List<CompletableFuture<KeyName>> outcomes = waitingForOneMore;
            waitingForOneMore = List.of();
            want(new Mode.Immediate(), Requester.OPERATOR, outcomes);
        } else if (isOrdered()) {
            want(new Mode.Immediate(), Requester.STREAM, List.of());
        }
    }

    private void want(Mode mode, Requester requester, List<CompletableFuture<KeyName>> outcomes) {
        setWanted(Optional.of(ask(mode, requester, outcomes)));
    }

    private WantedKey ask(Mode mode, Requester requester, List<CompletableFuture<KeyName>> outcomes) {
        WantedKey wanted = new WantedKey(++wantedSoFar, mode, requester, outcomes, orders);
        effects.add(new Effect.Ask(wanted));
        return wanted;
    }

    private void giveUpWanted(CodedMessage why, Optional<CompletableFuture<KeyName>> destroyed) {
        Optional<WantedKey> given = state.wanted();
        given.ifPresent(wanted -> {
            setWanted(Optional.empty());
            giveUp(wanted, why, destroyed);
        });
    }

    private void giveUp(WantedKey wanted, CodedMessage why, Optional<CompletableFuture<KeyName>> destroyed) {
        effects.add(new Effect.Abandon(wanted, destroyed));
        fail(wanted.outcomes(), why);
    }

    /// Whoever watches is warned, unless it is for the same reason as before.
    private void setOverdue(CodedMessage why, Duration pause) {
        if (overdue.filter(change -> change.why.equals(why)).isEmpty()) {
            note(Severity.WARNING, why);
        }
        overdue = Optional.of(new Overdue(why, overdue.map(Overdue::since).orElse(now.second()),
                now.secondAfter(pause)));
    }

    private void setPending(PendingRekey rekey) {
        setPending(Optional.of(rekey));
    }

    private void setPending(Optional<PendingRekey> rekey) {
        state = State.InUse.of(state.inUse().orElseThrow(), rekey, state.wanted());
    }

    private void setWanted(Optional<WantedKey> wanted) {
        state = State.InUse.of(state.inUse().orElseThrow(), state.pending(), wanted);
    }

    private void complete(List<CompletableFuture<KeyName>> outcomes, KeyName key) {
        if (!outcomes.isEmpty()) {
            effects.add(new Effect.Complete(outcomes, key));
        }
    }

    private void refuse(CompletableFuture<KeyName> outcome, CodedMessage why) {
        fail(List.of(outcome), why);
    }

    private void fail(List<CompletableFuture<KeyName>> outcomes, CodedMessage why) {
        if (!outcomes.isEmpty()) {
            effects.add(new Effect.Fail(outcomes, why));
        }
    }

    private static String shown(Optional<KeyName> key) {
        return key.map(KeyName::toString).orElse("none");
    }

    private void note(Severity severity, String text) {
        note(severity, CodedMessage.plain(text));
    }

    private void note(Severity severity, CodedMessage message) {
        effects.add(new Effect.Note(severity, message));
    }

    private static List<CompletableFuture<KeyName>> plus(List<CompletableFuture<KeyName>> some,
            CompletableFuture<KeyName> another) {
        List<CompletableFuture<KeyName>> all = new ArrayList<>(some);
        all.add(another);
        return List.copyOf(all);
    }
}
