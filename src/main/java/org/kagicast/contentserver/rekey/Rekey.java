package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.kagicast.contentserver.rekey.PendingRekey.Obstacle;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.FetchReason;

/// What a [RekeyMachine] is told, what it answers, and where it stands: events in, effects out, states between.
final class Rekey {

    private Rekey() {
    }

    /// What a [RekeyMachine] is told.
    sealed interface Event {

        /// The first key is wanted (R2).
        record Begin() implements Event {}

        /// An operator's command.
        ///
        /// @param outcome ends with the key that the command was about, or fails with an
        ///        [org.kagicast.model.OperatorException]
        record Command(RekeyCommand command, CompletableFuture<KeyName> outcome) implements Event {}

        /// The key server orders a change to a key that is made from now on.
        ///
        /// @param reason what follows "because"
        record Order(CodedMessage reason) implements Event {}

        /// The crypto-period is over, or a pause that [Effect.RestPeriod] began.
        record PeriodOver() implements Event {}

        /// The key in use has sealed enough, or a moment of the schedule has come.
        record Due() implements Event {}

        /// The key in use may seal nothing more.
        record LimitReached() implements Event {}

        /// A key that was asked for is there, and stored.
        record KeyCame(WantedKey wanted, KeyName key) implements Event {}

        /// It has not come yet, for the reason told in one sentence.
        ///
        /// @param pause until it is asked for again
        record KeyDelayed(WantedKey wanted, CodedMessage why, Duration pause) implements Event {}

        /// It will not come, for the reason told in one sentence.
        record KeyRefused(WantedKey wanted, CodedMessage why) implements Event {}

        /// Time has passed, or more is known of who has the announced key.
        ///
        /// @param share of the expected clients that have fetched it, as far as known
        /// @param isGone whether the key server has said that it has no such key
        /// @param obstacle why nobody may be able to have it
        record Look(Optional<Double> share, boolean isGone, Optional<Obstacle> obstacle) implements Event {}

        /// No key is changed any more.
        record Stop() implements Event {}
    }

    /// What a [RekeyMachine] wants done, in this order.
    sealed interface Effect {

        /// Ask for a key until it has come or is refused.
        record Ask(WantedKey wanted) implements Effect {}

        /// Give a key that is asked for up: when it comes it is destroyed.
        ///
        /// @param destroyed ends with the destroyed key, or fails if none comes
        record Abandon(WantedKey wanted, Optional<CompletableFuture<KeyName>> destroyed) implements Effect {}

        /// Seal with the first key.
        record UseFirst(KeyName key) implements Effect {}

        /// Seal with this key from the next packet on (R21).
        record Use(KeyName key, boolean isAnnounced) implements Effect {}

        /// Destroy a key that was never used.
        record Destroy(KeyName key) implements Effect {}

        /// Announce a key, again and again, and ask who has fetched it.
        record Announce(KeyName key, Duration leadTime) implements Effect {}

        /// The switch is put off: go on announcing it calmly.
        record KeepAnnouncing() implements Effect {}

        /// Ask at once who has fetched the announced key.
        record AskReadiness() implements Effect {}

        /// Announce nothing more, and ask for no readiness.
        record StopAnnouncing() implements Effect {}

        /// Announce that nothing is coming.
        record Withdraw() implements Effect {}

        /// Send [Event.Look] now.
        record LookNow() implements Effect {}

        /// The crypto-period starts over.
        record BeginPeriod() implements Effect {}

        /// The key is not changed by itself for a few seconds.
        record RestPeriod() implements Effect {}

        /// Nothing is changed by itself any more.
        record StopTimers() implements Effect {}

        /// Commands are carried out.
        record Complete(List<CompletableFuture<KeyName>> outcomes, KeyName key) implements Effect {}

        /// Commands are refused, or have failed, for the reason told in one sentence.
        record Fail(List<CompletableFuture<KeyName>> outcomes, CodedMessage why) implements Effect {}

        /// There is a key in use from now on.
        record Ready() implements Effect {}

        /// There is no first key yet, for the reason told in one sentence.
        record NotReady(CodedMessage why) implements Effect {}

        /// There will be no first key, for the reason told in one sentence.
        record NeverReady(CodedMessage why) implements Effect {}

        /// Something is worth a line in the log.
        record Note(Severity severity, CodedMessage message) implements Effect {}
    }

    /// Where a key series stands.
    sealed interface State {

        /// The key in use.
        default Optional<KeyName> inUse() {
            return Optional.empty();
        }

        default Optional<PendingRekey> pending() {
            return Optional.empty();
        }

        default Optional<WantedKey> wanted() {
            return Optional.empty();
        }

        /// Nothing has been asked for.
        record New() implements State {}

        /// There is no key yet.
        ///
        /// @param order reason of the key server's order that came meanwhile: the first key may have been made before it
        record Starting(WantedKey first, Optional<CodedMessage> order) implements State {

            @Override
            public Optional<WantedKey> wanted() {
                return Optional.of(first);
            }
        }

        /// A key is in use, and more or less under way.
        sealed interface InUse extends State {

            KeyName key();

            @Override
            default Optional<KeyName> inUse() {
                return Optional.of(key());
            }

            /// The state in which this key is in use, and so much is under way.
            static InUse of(KeyName key, Optional<PendingRekey> rekey, Optional<WantedKey> wanted) {
                if (rekey.isEmpty()) {
                    return wanted.<InUse>map(next -> new Acquiring(key, next)).orElseGet(() -> new AtRest(key));
                }
                return wanted.<InUse>map(next -> new Superseding(key, rekey.get(), next))
                        .orElseGet(() -> new Pending(key, rekey.get()));
            }
        }

        /// No other key is wanted or announced.
        record AtRest(KeyName key) implements InUse {}

        /// Another key is wanted.
        record Acquiring(KeyName key, WantedKey next) implements InUse {

            @Override
            public Optional<WantedKey> wanted() {
                return Optional.of(next);
            }
        }

        /// Another key is announced.
        record Pending(KeyName key, PendingRekey rekey) implements InUse {

            @Override
            public Optional<PendingRekey> pending() {
                return Optional.of(rekey);
            }
        }

        /// Another key is announced, and a third one wanted at once, which takes its place.
        record Superseding(KeyName key, PendingRekey rekey, WantedKey next) implements InUse {

            @Override
            public Optional<PendingRekey> pending() {
                return Optional.of(rekey);
            }

            @Override
            public Optional<WantedKey> wanted() {
                return Optional.of(next);
            }
        }

        /// No key is changed any more.
        record Stopped() implements State {}
    }

    /// A key that has been asked for and has not come yet.
    ///
    /// @param number tells it from those wanted before
    /// @param outcomes of the commands that it is asked for by; they end with it, or fail
    /// @param orders how many changes the key server had ordered when it was asked for, all of which it carries out
    record WantedKey(long number, Mode mode, Requester requester, List<CompletableFuture<KeyName>> outcomes,
            long orders) {

        /// Who wants it, and so for how long it is asked for when nobody answers.
        enum Requester {
            /// Waits for the outcome: it is asked for once more, then it has failed.
            OPERATOR,
            /// The stream itself: it is asked for until it is there, or refused.
            STREAM
        }

        WantedKey {
            outcomes = List.copyOf(outcomes);
        }

        /// Whether an operator waits for it to be used at once.
        boolean isAwaited() {
            return mode instanceof Mode.Immediate && requester == Requester.OPERATOR;
        }
    }

    /// How a key comes into use.
    sealed interface Mode {

        /// Why the key server is asked for it.
        FetchReason reason();

        /// As soon as it is there.
        record Immediate() implements Mode {

            @Override
            public FetchReason reason() {
                return FetchReason.ON_DEMAND;
            }
        }

        /// Announced when it is there, and used so much later.
        record Announced(Duration leadTime) implements Mode {

            @Override
            public FetchReason reason() {
                return FetchReason.ANNOUNCED;
            }
        }
    }
}
