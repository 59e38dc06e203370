package org.kagicast.contentserver.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.contentserver.rekey.PendingRekey.Obstacle;
import org.kagicast.contentserver.rekey.Rekey.Effect;
import org.kagicast.contentserver.rekey.Rekey.Event;
import org.kagicast.contentserver.rekey.Rekey.Mode;
import org.kagicast.contentserver.rekey.Rekey.State;
import org.kagicast.contentserver.rekey.Rekey.WantedKey;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.Moment;

/// When a key series changes its key, without any key, network or clock.
class RekeyMachineTest {

    private static final Duration LEAD = Duration.ofSeconds(5);

    private static final KeyLine NEWS = new KeyLine(new StreamName("news"));

    private final RekeyMachine machine = new RekeyMachine(NEWS, new NodeName("ks-1"),
            () -> RekeyPolicy.DEFAULT.withLeadTime(LEAD));
    private static final List<Obstacle> OBSTACLES = List.of(
            new Obstacle.NoAnswer(CodedMessage.plain("It refuses to say.")),
            new Obstacle.NoSlaveHasIt(Set.of()), new Obstacle.NobodyFetchedIt());

    private long seconds = 1_000;
    private long keys;

    private Moment now() {
        return new Moment(Duration.ofSeconds(seconds).toNanos(), Instant.EPOCH.plusSeconds(seconds));
    }

    private List<Effect> on(Event event) {
        return machine.on(event, now());
    }

    private static Event command(RekeyCommand command) {
        return new Event.Command(command, new CompletableFuture<>());
    }

    /// @param name begins with that of the command
    private static Event about(String name, Optional<KeyId> key) {
        return command(switch (name.split(" ")[0]) {
            case "Hold" -> new RekeyCommand.Hold(key, Optional.empty(), Optional.empty());
            case "SwitchNow" -> new RekeyCommand.SwitchNow(key);
            case "Cancel" -> new RekeyCommand.Cancel(key);
            default -> throw new IllegalArgumentException(name);
        });
    }

    /// The key with this number, whose ID is another one.
    private static KeyName name(long number) {
        return new KeyName(new KeyId(100 + number), NEWS, number);
    }

    private Event keyCame() {
        return new Event.KeyCame(wanted(), name(++keys));
    }

    private WantedKey wanted() {
        return machine.state().wanted().orElseGet(() -> new WantedKey(0, new Mode.Immediate(),
                WantedKey.Requester.STREAM, List.of(), 0));
    }

    @Nested
    @DisplayName("The table of its states and events")
    class Table {

        @ParameterizedTest(name = "{0} | {1}")
        @CsvSource(delimiter = '|', textBlock = """
                New                 | Begin            | Starting    | Ask
                New                 | Now              | New         | Fail
                New                 | Announce         | New         | Fail
                New                 | Hold             | New         | Fail
                New                 | SwitchNow        | New         | Fail
                New                 | Cancel           | New         | Fail
                New                 | Hold another     | New         | Fail
                New                 | SwitchNow another | New         | Fail
                New                 | Cancel another   | New         | Fail
                New                 | Order            | New         |
                New                 | PeriodOver       | New         |
                New                 | Due              | New         |
                New                 | LimitReached     | New         |
                New                 | KeyCame          | New         | Destroy
                New                 | KeyDelayed       | New         |
                New                 | KeyRefused       | New         |
                New                 | Look, not due    | New         |
                New                 | Look, due        | New         |
                New                 | Look, in the way | New         |
                New                 | Look, gone       | New         |
                New                 | Stop             | Stopped     | StopTimers
                Starting            | Begin            | Starting    |
                Starting            | Now              | Starting    | Fail
                Starting            | Announce         | Starting    | Fail
                Starting            | Hold             | Starting    | Fail
                Starting            | SwitchNow        | Starting    | Fail
                Starting            | Cancel           | Starting    | Fail
                Starting            | Hold another     | Starting    | Fail
                Starting            | SwitchNow another | Starting    | Fail
                Starting            | Cancel another   | Starting    | Fail
                Starting            | Order            | Starting    |
                Starting            | PeriodOver       | Starting    |
                Starting            | Due              | Starting    |
                Starting            | LimitReached     | Starting    |
                Starting            | KeyCame          | AtRest      | UseFirst BeginPeriod Ready
                Starting            | KeyDelayed       | Starting    | NotReady
                Starting            | KeyRefused       | Starting    | NeverReady
                Starting            | Look, not due    | Starting    |
                Starting            | Look, due        | Starting    |
                Starting            | Look, in the way | Starting    |
                Starting            | Look, gone       | Starting    |
                Starting            | Stop             | Stopped     | StopTimers Abandon
                AtRest              | Begin            | AtRest      |
                AtRest              | Now              | Acquiring   | Ask
                AtRest              | Announce         | Acquiring   | Ask
                AtRest              | Hold             | AtRest      | Fail
                AtRest              | SwitchNow        | AtRest      | Fail
                AtRest              | Cancel           | AtRest      | Fail
                AtRest              | Hold another     | AtRest      | Fail
                AtRest              | SwitchNow another | AtRest      | Fail
                AtRest              | Cancel another   | AtRest      | Fail
                AtRest              | Order            | Acquiring   | Note Ask
                AtRest              | PeriodOver       | Acquiring   | Ask
                AtRest              | Due              | Acquiring   | Ask
                AtRest              | LimitReached     | AtRest      |
                AtRest              | KeyCame          | AtRest      | Destroy
                AtRest              | KeyDelayed       | AtRest      |
                AtRest              | KeyRefused       | AtRest      |
                AtRest              | Look, not due    | AtRest      |
                AtRest              | Look, due        | AtRest      |
                AtRest              | Look, in the way | AtRest      |
                AtRest              | Look, gone       | AtRest      |
                AtRest              | Stop             | Stopped     | StopTimers
                Acquiring, Now      | Begin            | Acquiring   |
                Acquiring, Now      | Now              | Acquiring   |
                Acquiring, Now      | Announce         | Acquiring   | Fail
                Acquiring, Now      | Hold             | Acquiring   | Fail
                Acquiring, Now      | SwitchNow        | Acquiring   | Fail
                Acquiring, Now      | Cancel           | Acquiring   | Fail
                Acquiring, Now      | Hold another     | Acquiring   | Fail
                Acquiring, Now      | SwitchNow another | Acquiring   | Fail
                Acquiring, Now      | Cancel another   | Acquiring   | Fail
                Acquiring, Now      | Order            | Acquiring   | Note
                Acquiring, Now      | PeriodOver       | Acquiring   | RestPeriod
                Acquiring, Now      | Due              | Acquiring   |
                Acquiring, Now      | LimitReached     | Acquiring   |
                Acquiring, Now      | KeyCame          | AtRest      | Use BeginPeriod Complete
                Acquiring, Now      | KeyDelayed       | Acquiring   |
                Acquiring, Now      | KeyRefused       | AtRest      | Note Fail
                Acquiring, Now      | Look, not due    | Acquiring   |
                Acquiring, Now      | Look, due        | Acquiring   |
                Acquiring, Now      | Look, in the way | Acquiring   |
                Acquiring, Now      | Look, gone       | Acquiring   |
                Acquiring, Now      | Stop             | Stopped     | StopTimers Abandon Fail
                Acquiring, Announce | Begin            | Acquiring   |
                Acquiring, Announce | Now              | Acquiring   | Abandon Fail Ask
                Acquiring, Announce | Announce         | Acquiring   | Fail
                Acquiring, Announce | Hold             | Acquiring   | Fail
                Acquiring, Announce | SwitchNow        | Acquiring   | Fail
                Acquiring, Announce | Cancel           | AtRest      | Abandon Fail BeginPeriod
                Acquiring, Announce | Hold another     | Acquiring   | Fail
                Acquiring, Announce | SwitchNow another | Acquiring   | Fail
                Acquiring, Announce | Cancel another   | Acquiring   | Fail
                Acquiring, Announce | Order            | Acquiring   | Note Abandon Fail Ask
                Acquiring, Announce | PeriodOver       | Acquiring   | RestPeriod
                Acquiring, Announce | Due              | Acquiring   |
                Acquiring, Announce | LimitReached     | Acquiring   |
                Acquiring, Announce | KeyCame          | Pending     | Announce Note Complete
                Acquiring, Announce | KeyDelayed       | Acquiring   |
                Acquiring, Announce | KeyRefused       | AtRest      | Note Fail
                Acquiring, Announce | Look, not due    | Acquiring   |
                Acquiring, Announce | Look, due        | Acquiring   |
                Acquiring, Announce | Look, in the way | Acquiring   |
                Acquiring, Announce | Look, gone       | Acquiring   |
                Acquiring, Announce | Stop             | Stopped     | StopTimers Abandon Fail
                Acquiring by itself | Begin            | Acquiring   |
                Acquiring by itself | Now              | Acquiring   | Abandon Ask
                Acquiring by itself | Announce         | Acquiring   | Fail
                Acquiring by itself | Hold             | Acquiring   | Fail
                Acquiring by itself | SwitchNow        | Acquiring   | Fail
                Acquiring by itself | Cancel           | AtRest      | Abandon BeginPeriod
                Acquiring by itself | Hold another     | Acquiring   | Fail
                Acquiring by itself | SwitchNow another | Acquiring   | Fail
                Acquiring by itself | Cancel another   | Acquiring   | Fail
                Acquiring by itself | Order            | Acquiring   | Note Abandon Ask
                Acquiring by itself | PeriodOver       | Acquiring   | RestPeriod
                Acquiring by itself | Due              | Acquiring   |
                Acquiring by itself | LimitReached     | Acquiring   |
                Acquiring by itself | KeyCame          | Pending     | Announce
                Acquiring by itself | KeyDelayed       | Acquiring   | Note
                Acquiring by itself | KeyRefused       | AtRest      | Note RestPeriod
                Acquiring by itself | Look, not due    | Acquiring   |
                Acquiring by itself | Look, due        | Acquiring   |
                Acquiring by itself | Look, in the way | Acquiring   |
                Acquiring by itself | Look, gone       | Acquiring   |
                Acquiring by itself | Stop             | Stopped     | StopTimers Abandon
                Pending             | Begin            | Pending     |
                Pending             | Now              | Superseding | Ask
                Pending             | Announce         | Pending     | Fail
                Pending             | Hold             | Pending     | Note KeepAnnouncing LookNow Complete
                Pending             | Hold it          | Pending     | Note KeepAnnouncing LookNow Complete
                Pending             | SwitchNow        | AtRest      | StopAnnouncing Use BeginPeriod Complete
                Pending             | SwitchNow it     | AtRest      | StopAnnouncing Use BeginPeriod Complete
                Pending             | Cancel           | AtRest      | Note StopAnnouncing Destroy Withdraw BeginPeriod Complete
                Pending             | Cancel it        | AtRest      | Note StopAnnouncing Destroy Withdraw BeginPeriod Complete
                Pending             | Hold another     | Pending     | Fail
                Pending             | SwitchNow another | Pending     | Fail
                Pending             | Cancel another   | Pending     | Fail
                Pending             | Order            | Acquiring   | Note StopAnnouncing Destroy Withdraw Ask
                Pending             | PeriodOver       | Pending     | RestPeriod
                Pending             | Due              | Pending     |
                Pending             | LimitReached     | AtRest      | Note StopAnnouncing Use BeginPeriod
                Pending             | KeyCame          | Pending     | Destroy
                Pending             | KeyDelayed       | Pending     |
                Pending             | KeyRefused       | Pending     |
                Pending             | Look, not due    | Pending     |
                Pending             | Look, due        | AtRest      | StopAnnouncing Use BeginPeriod
                Pending             | Look, in the way | Pending     | KeepAnnouncing AskReadiness
                Pending             | Look, gone       | AtRest      | Note StopAnnouncing Destroy Withdraw RestPeriod
                Pending             | Stop             | Stopped     | StopTimers StopAnnouncing Destroy
                Superseding         | Begin            | Superseding |
                Superseding         | Now              | Superseding |
                Superseding         | Announce         | Superseding | Fail
                Superseding         | Hold             | Superseding | Note KeepAnnouncing LookNow Complete
                Superseding         | Hold it          | Superseding | Note KeepAnnouncing LookNow Complete
                Superseding         | SwitchNow        | Acquiring   | StopAnnouncing Use BeginPeriod Complete
                Superseding         | SwitchNow it     | Acquiring   | StopAnnouncing Use BeginPeriod Complete
                Superseding         | Cancel           | Acquiring   | Note StopAnnouncing Destroy Withdraw BeginPeriod Complete
                Superseding         | Cancel it        | Acquiring   | Note StopAnnouncing Destroy Withdraw BeginPeriod Complete
                Superseding         | Hold another     | Superseding | Fail
                Superseding         | SwitchNow another | Superseding | Fail
                Superseding         | Cancel another   | Superseding | Fail
                Superseding         | Order            | Acquiring   | Note StopAnnouncing Destroy Withdraw
                Superseding         | PeriodOver       | Superseding | RestPeriod
                Superseding         | Due              | Superseding |
                Superseding         | LimitReached     | Acquiring   | Note StopAnnouncing Use BeginPeriod
                Superseding         | KeyCame          | AtRest      | Use StopAnnouncing Destroy Withdraw BeginPeriod Complete
                Superseding         | KeyDelayed       | Superseding |
                Superseding         | KeyRefused       | Pending     | Note Fail
                Superseding         | Look, not due    | Superseding |
                Superseding         | Look, due        | Acquiring   | StopAnnouncing Use BeginPeriod
                Superseding         | Look, in the way | Superseding | KeepAnnouncing AskReadiness
                Superseding         | Look, gone       | Acquiring   | Note StopAnnouncing Destroy Withdraw RestPeriod
                Superseding         | Stop             | Stopped     | StopTimers StopAnnouncing Destroy Abandon Fail
                Stopped             | Begin            | Stopped     |
                Stopped             | Now              | Stopped     | Fail
                Stopped             | Announce         | Stopped     | Fail
                Stopped             | Hold             | Stopped     | Fail
                Stopped             | SwitchNow        | Stopped     | Fail
                Stopped             | Cancel           | Stopped     | Fail
                Stopped             | Hold another     | Stopped     | Fail
                Stopped             | SwitchNow another | Stopped     | Fail
                Stopped             | Cancel another   | Stopped     | Fail
                Stopped             | Order            | Stopped     |
                Stopped             | PeriodOver       | Stopped     |
                Stopped             | Due              | Stopped     |
                Stopped             | LimitReached     | Stopped     |
                Stopped             | KeyCame          | Stopped     | Destroy
                Stopped             | KeyDelayed       | Stopped     |
                Stopped             | KeyRefused       | Stopped     |
                Stopped             | Look, not due    | Stopped     |
                Stopped             | Look, due        | Stopped     |
                Stopped             | Look, in the way | Stopped     |
                Stopped             | Look, gone       | Stopped     |
                Stopped             | Stop             | Stopped     |
                """)
        void transition(String state, String event, String next, String effects) {
            reach(state);

            List<Effect> done = on(event(event));

            assertThat(machine.state().getClass().getSimpleName()).isEqualTo(next);
            assertThat(done.stream().map(effect -> effect.getClass().getSimpleName())
                    .collect(Collectors.joining(" "))).isEqualTo(effects == null ? "" : effects);
        }

        private void reach(String state) {
            if (state.equals("New")) {
                return;
            }
            on(new Event.Begin());
            if (state.equals("Starting")) {
                return;
            }
            on(keyCame());
            switch (state) {
                case "AtRest" -> {
                }
                case "Acquiring, Now" -> on(command(new RekeyCommand.Now()));
                case "Acquiring, Announce" -> on(command(new RekeyCommand.Announce(Optional.empty())));
                case "Acquiring by itself" -> on(new Event.PeriodOver());
                case "Pending" -> pend();
                case "Superseding" -> {
                    pend();
                    on(command(new RekeyCommand.Now()));
                }
                case "Stopped" -> on(new Event.Stop());
                default -> throw new IllegalArgumentException(state);
            }
        }

        private void pend() {
            on(command(new RekeyCommand.Announce(Optional.empty())));
            on(keyCame());
        }

        private Event event(String name) {
            return switch (name) {
                case "Begin" -> new Event.Begin();
                case "Now" -> command(new RekeyCommand.Now());
                case "Announce" -> command(new RekeyCommand.Announce(Optional.empty()));
                case "Hold", "SwitchNow", "Cancel" -> about(name, Optional.empty());
                case "Hold another", "SwitchNow another", "Cancel another" ->
                    about(name, Optional.of(new KeyId(999)));
                case "Hold it", "SwitchNow it", "Cancel it" ->
                    about(name, machine.state().pending().map(rekey -> rekey.key().id()));
                case "Order" -> new Event.Order(CodedMessage.plain("a client was revoked"));
                case "PeriodOver" -> new Event.PeriodOver();
                case "Due" -> new Event.Due();
                case "LimitReached" -> new Event.LimitReached();
                case "KeyCame" -> keyCame();
                case "KeyDelayed" ->
                    new Event.KeyDelayed(wanted(), CodedMessage.plain("It is away."), Duration.ofSeconds(1));
                case "KeyRefused" -> new Event.KeyRefused(wanted(), CodedMessage.plain("It refuses."));
                case "Look, not due" -> look(Optional.empty(), false);
                case "Look, due" -> {
                    seconds += LEAD.toSeconds();
                    yield look(Optional.empty(), false);
                }
                case "Look, in the way" -> {
                    seconds += LEAD.toSeconds();
                    yield look(Optional.of(new Obstacle.NoSlaveHasIt(Set.of())), false);
                }
                case "Look, gone" -> {
                    seconds += LEAD.toSeconds();
                    yield look(Optional.empty(), true);
                }
                case "Stop" -> new Event.Stop();
                default -> throw new IllegalArgumentException(name);
            };
        }

        private Event look(Optional<Obstacle> obstacle, boolean isGone) {
            return new Event.Look(Optional.empty(), isGone, obstacle);
        }
    }

    /// Key 1 has given way to key 3, key 2 was withdrawn, and key 4 is pending or in use.
    @ParameterizedTest(name = "{0}, {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            pending | Cancel    | 1  | Key news 1 was in use before and has given way to the next; nothing was cancelled. Pending is key news 4.
            pending | SwitchNow | 2  | Key news 2 was withdrawn; nothing was switched. Pending is key news 4.
            pending | Cancel    | 3  | Key news 3 is in use already; nothing was cancelled. Pending is key news 4.
            pending | Hold      | 99 | No key ID 199 of news is known here; nothing was held. Pending is key news 4.
            over    | Cancel    | 4  | Key news 4 is in use already; nothing was cancelled.
            over    | SwitchNow | 4  | Key news 4 is in use already; nothing was switched.
            over    | Hold      | 3  | Key news 3 was in use before and has given way to the next; nothing was held.
            over    | SwitchNow | 2  | Key news 2 was withdrawn; nothing was switched.
            """)
    @DisplayName("R25 a command that names another key than the pending one is told what has become of that key, and does nothing")
    void namedKey(String state, String command, long number, String sentence) {
        on(new Event.Begin());
        on(keyCame());
        on(command(new RekeyCommand.Announce(Optional.empty())));
        on(keyCame());
        on(command(new RekeyCommand.Cancel()));
        on(command(new RekeyCommand.Now()));
        on(keyCame());
        on(command(new RekeyCommand.Announce(Optional.empty())));
        on(keyCame());
        if (state.equals("over")) {
            on(command(new RekeyCommand.SwitchNow()));
        }
        State before = machine.state();

        List<Effect> effects = on(about(command, Optional.of(name(number).id())));

        assertThat(effects).singleElement().isInstanceOfSatisfying(Effect.Fail.class,
                failed -> assertThat(failed.why().text()).isEqualTo(sentence));
        assertThat(machine.state()).isEqualTo(before);
        assertThat(machine.find(name(number).id())).isEqualTo(Optional.of(name(number)).filter(_ -> number <= 4));
    }

    /// A thousand events in any order, whatever they lead to.
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 200, 300, 400, 500, 600, 700})
    @DisplayName("Whatever comes in whatever order: one key is asked for at a time, none is used twice or after it was"
            + " destroyed, each command has one outcome, and what is ordered is done with a key made after the order")
    void walk(int first) {
        for (int seed = first; seed < first + 25; seed++) {
            new Walk(seed).run();
        }
    }

    /// Everything around a machine, and what must hold of it after each step.
    private static final class Walk {

        private final Random random;
        private final RekeyMachineTest test = new RekeyMachineTest();
        private final List<CompletableFuture<KeyName>> outcomes = new ArrayList<>();
        private final Map<CompletableFuture<KeyName>, Long> nows = new HashMap<>();
        private final Map<CompletableFuture<KeyName>, KeyId> named = new HashMap<>();
        private final Set<KeyName> unused = new HashSet<>();
        private final Map<KeyName, Long> askedAt = new HashMap<>();
        private Optional<WantedKey> asked = Optional.empty();
        private Optional<KeyName> announced = Optional.empty();
        private Optional<KeyName> inUse = Optional.empty();
        /// No longer announced, and not yet used or destroyed.
        private Optional<KeyName> switching = Optional.empty();
        /// The latest key that was asked for.
        private boolean isRefused;
        private boolean isStopped;
        private long step;
        private long asking;
        private long ordered = -1;

        Walk(int seed) {
            this.random = new Random(seed);
        }

        void run() {
            send(new Event.Begin());
            for (step = 1; step < 1_000; step++) {
                test.seconds += random.nextInt(4);
                send(next());
            }
            settle();
            send(new Event.Stop());
            assertThat(outcomes).allMatch(CompletableFuture::isDone);
            assertThat(unused).as("keys neither used nor destroyed").isEmpty();
            isStopped = true;
            for (step++; step < 1_050; step++) {
                send(next());
            }
        }

        private Event next() {
            return switch (random.nextInt(16)) {
                case 0 -> now();
                case 1, 2 -> command(new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(1 + random.nextInt(9)))));
                case 3 -> command(new RekeyCommand.Cancel(someKey()));
                case 4 -> command(new RekeyCommand.SwitchNow(someKey()));
                case 5 -> command(new RekeyCommand.Hold(someKey(), Optional.of(0.5).filter(_ -> random.nextBoolean()),
                        Optional.of(Duration.ofSeconds(5)).filter(_ -> random.nextBoolean())));
                case 6 -> {
                    ordered = isStopped ? ordered : step;
                    yield new Event.Order(CodedMessage.plain("somebody was revoked"));
                }
                case 7 -> new Event.PeriodOver();
                case 8 -> new Event.Due();
                case 9 -> new Event.LimitReached();
                case 10 ->
                    asked.<Event>map(wanted -> new Event.KeyDelayed(wanted, CodedMessage.plain("It is away."),
                            Duration.ofSeconds(1))).orElseGet(Event.Due::new);
                case 11 -> inUse.isEmpty() ? new Event.Due() : refused();
                case 12, 13 -> look();
                default -> asked.<Event>map(this::came).orElseGet(this::look);
            };
        }

        private Event command(RekeyCommand command) {
            CompletableFuture<KeyName> outcome = new CompletableFuture<>();
            outcomes.add(outcome);
            command.key().ifPresent(key -> named.put(outcome, key));
            return new Event.Command(command, outcome);
        }

        /// None, or one that came lately.
        private Optional<KeyId> someKey() {
            return Optional.of(new KeyId(101 + Math.max(0, test.keys - random.nextInt(4))))
                    .filter(_ -> random.nextBoolean());
        }

        private Event now() {
            Event.Command command = (Event.Command) command(new RekeyCommand.Now());
            nows.put(command.outcome(), step);
            return command;
        }

        private Event came(WantedKey wanted) {
            KeyName key = name(++test.keys);
            unused.add(key);
            askedAt.put(key, asking);
            asked = Optional.empty();
            return new Event.KeyCame(wanted, key);
        }

        private Event refused() {
            return asked.<Event>map(wanted -> {
                asked = Optional.empty();
                isRefused = true;
                return new Event.KeyRefused(wanted, CodedMessage.plain("It refuses."));
            }).orElseGet(Event.Due::new);
        }

        private Event look() {
            return new Event.Look(Optional.of(random.nextDouble()).filter(_ -> random.nextBoolean()),
                    random.nextInt(10) == 0,
                    Optional.of(OBSTACLES.get(random.nextInt(3))).filter(_ -> random.nextBoolean()));
        }

        /// Everything that is asked for comes, a pause after a refusal ends, and what is pending is switched to.
        private void settle() {
            for (int round = 0; round < 10; round++) {
                step++;
                send(asked.<Event>map(this::came).orElseGet(Event.PeriodOver::new));
                send(command(new RekeyCommand.SwitchNow()));
            }
            while (asked.isPresent()) {
                step++;
                send(came(asked.get()));
                send(command(new RekeyCommand.SwitchNow()));
            }
        }

        private void send(Event event) {
            test.on(event).forEach(this::check);
            assertThat(isStopped || isOrderDone() || asked.isPresent() || isRefused)
                    .as("a key made after the order is in use or on its way").isTrue();
            State state = test.machine.state();
            assertThat(state.wanted()).isEqualTo(isStopped ? Optional.empty() : asked);
            assertThat(state.pending().map(PendingRekey::key)).isEqualTo(announced);
            assertThat(test.machine.trouble(test.now()).map(CodedMessage::text).orElse("")).doesNotContain("none");
        }

        private boolean isOrderDone() {
            return inUse.filter(key -> askedAt.get(key) < ordered).isEmpty();
        }

        private void check(Effect effect) {
            assertThat(isStopped).as("%s after the end", effect)
                    .isEqualTo(
                            isStopped && (effect instanceof Effect.Fail || effect instanceof Effect.Destroy));
            switch (effect) {
                case Effect.Ask(WantedKey wanted) -> {
                    assertThat(asked).as("another key that is asked for").isEmpty();
                    asked = Optional.of(wanted);
                    asking = step;
                    isRefused = false;
                }
                case Effect.Abandon(WantedKey wanted, Optional<CompletableFuture<KeyName>> destroyed) -> {
                    assertThat(asked).contains(wanted);
                    asked = Optional.empty();
                    destroyed.ifPresent(outcome -> end(outcome, name(++test.keys)));
                }
                case Effect.UseFirst(KeyName key) -> use(key);
                case Effect.Use(KeyName key, boolean isAnnounced) -> {
                    use(key);
                    assertThat(isAnnounced).isEqualTo(announced.filter(key::equals).isPresent() || isSwitching(key));
                }
                case Effect.Destroy(KeyName key) -> assertThat(unused.remove(key)).as("%s", key).isTrue();
                case Effect.Announce(KeyName key, Duration _) -> {
                    assertThat(announced).isEmpty();
                    assertThat(unused).contains(key);
                    announced = Optional.of(key);
                }
                case Effect.StopAnnouncing() -> {
                    assertThat(announced).isPresent();
                    switching = announced;
                    announced = Optional.empty();
                }
                case Effect.Complete(List<CompletableFuture<KeyName>> done, KeyName key) ->
                    done.forEach(outcome -> end(outcome, key));
                case Effect.Fail(List<CompletableFuture<KeyName>> failed, CodedMessage why) -> {
                    assertThat(why.text()).endsWith(".").doesNotContain("none");
                    failed.forEach(
                            outcome -> assertThat(outcome.completeExceptionally(new IllegalStateException(why.text())))
                                    .isTrue());
                }
                case Effect.Note(var _, CodedMessage told) -> assertThat(told.text()).doesNotContain("none");
                case Effect.KeepAnnouncing(),Effect.AskReadiness(),Effect.Withdraw(),Effect.LookNow(),Effect.BeginPeriod(),Effect.RestPeriod(),Effect.StopTimers(),Effect.Ready(),Effect.NotReady(CodedMessage _),Effect.NeverReady(CodedMessage _) -> {
                    // Nothing that could be wrong.
                }
            }
        }

        private boolean isSwitching(KeyName key) {
            return switching.filter(key::equals).isPresent();
        }

        private void use(KeyName key) {
            assertThat(unused.remove(key)).as("key %s is new", key).isTrue();
            inUse = Optional.of(key);
        }

        private void end(CompletableFuture<KeyName> outcome, KeyName key) {
            assertThat(outcome.complete(key)).as("a first outcome").isTrue();
            assertThat(named.getOrDefault(outcome, key.id())).as("the key that the command named").isEqualTo(key.id());
            Long wantedAt = nows.get(outcome);
            if (wantedAt != null) {
                assertThat(askedAt.get(key)).as("when the key was asked for").isGreaterThanOrEqualTo(wantedAt);
            }
        }
    }
}
