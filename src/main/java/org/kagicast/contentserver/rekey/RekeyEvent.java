package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.KeyName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.message.CodedMessage;

/// What a [RekeyMachine] is told.
sealed interface RekeyEvent {

    /// The first key is wanted (R2).
    record Begin() implements RekeyEvent {}

    /// An operator's command.
    ///
    /// @param outcome ends with the key that the command was about, or fails with an
    ///        [org.kagicast.model.OperatorException]
    record Command(RekeyCommand command, CompletableFuture<KeyName> outcome) implements RekeyEvent {}

    /// The key server orders a change to a key that is made from now on.
    ///
    /// @param reason what follows "because"
    record Order(String reason) implements RekeyEvent {}

    /// The crypto-period is over, or a pause that [RekeyEffect.RestPeriod] began.
    record PeriodOver() implements RekeyEvent {}

    /// The key in use has sealed enough, or a moment of the schedule has come.
    record Due() implements RekeyEvent {}

    /// The key in use may seal nothing more.
    record LimitReached() implements RekeyEvent {}

    /// A key that was asked for is there, and stored.
    record KeyCame(WantedKey wanted, KeyName key) implements RekeyEvent {}

    /// It has not come yet, for the reason told in one sentence.
    ///
    /// @param pause until it is asked for again
    record KeyDelayed(WantedKey wanted, CodedMessage why, Duration pause) implements RekeyEvent {}

    /// It will not come, for the reason told in one sentence.
    record KeyRefused(WantedKey wanted, CodedMessage why) implements RekeyEvent {}

    /// Time has passed, or more is known of who has the announced key.
    ///
    /// @param share of the expected clients that have fetched it, as far as known
    /// @param isGone whether the key server has said that it has no such key
    /// @param obstacle why nobody may be able to have it
    record Look(Optional<Double> share, boolean isGone, Optional<Obstacle> obstacle) implements RekeyEvent {}

    /// No key is changed any more.
    record Stop() implements RekeyEvent {}
}
