package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.message.CodedMessage;

/// What a [RekeyMachine] wants done, in this order.
sealed interface RekeyEffect {

    /// Ask for a key until it has come or is refused.
    record Ask(WantedKey wanted) implements RekeyEffect {}

    /// Give a key that is asked for up: when it comes it is destroyed.
    ///
    /// @param destroyed ends with the destroyed key, or fails if none comes
    record Abandon(WantedKey wanted, Optional<CompletableFuture<KeyName>> destroyed) implements RekeyEffect {}

    /// Seal with the first key.
    record UseFirst(KeyName key) implements RekeyEffect {}

    /// Seal with this key from the next packet on (R21).
    record Use(KeyName key, boolean isAnnounced) implements RekeyEffect {}

    /// Destroy a key that was never used.
    record Destroy(KeyName key) implements RekeyEffect {}

    /// Announce a key, again and again, and ask who has fetched it.
    record Announce(KeyName key, Duration leadTime) implements RekeyEffect {}

    /// The switch is put off: go on announcing it calmly.
    record KeepAnnouncing() implements RekeyEffect {}

    /// Ask at once who has fetched the announced key.
    record AskReadiness() implements RekeyEffect {}

    /// Announce nothing more, and ask for no readiness.
    record StopAnnouncing() implements RekeyEffect {}

    /// Announce that nothing is coming.
    record Withdraw() implements RekeyEffect {}

    /// Send [RekeyEvent.Look] now.
    record LookNow() implements RekeyEffect {}

    /// The crypto-period starts over.
    record BeginPeriod() implements RekeyEffect {}

    /// The key is not changed by itself for a few seconds.
    record RestPeriod() implements RekeyEffect {}

    /// Nothing is changed by itself any more.
    record StopTimers() implements RekeyEffect {}

    /// Commands are carried out.
    record Complete(List<CompletableFuture<KeyName>> outcomes, KeyName key) implements RekeyEffect {}

    /// Commands are refused, or have failed, for the reason told in one sentence.
    record Fail(List<CompletableFuture<KeyName>> outcomes, CodedMessage why) implements RekeyEffect {}

    /// There is a key in use from now on.
    record Ready() implements RekeyEffect {}

    /// There is no first key yet, for the reason told in one sentence.
    record NotReady(CodedMessage why) implements RekeyEffect {}

    /// There will be no first key, for the reason told in one sentence.
    record NeverReady(CodedMessage why) implements RekeyEffect {}

    /// Something is worth a line in the log.
    record Note(Severity severity, CodedMessage message) implements RekeyEffect {}
}
