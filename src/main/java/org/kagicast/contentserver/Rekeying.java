package org.kagicast.contentserver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.kagicast.model.KeyId;
import org.kagicast.model.LeadTime;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;

/// Changes the key of one stream: at once, or announced a lead time ahead (R18, R19, R21, R25), on command or by itself.
/// It belongs to the stream's thread.
///
/// At most one key is wanted and at most one change pending:
///
/// ```
///          Announce                key came             lead time over, SwitchNow, hard limit
/// at rest ──────────► key wanted ────────────► pending ───────────────────────────► at rest, new key
///    │                 │                         │ Hold: until enough clients have the key, or its longest time
///    │                 │                         │ nobody can have the key: until somebody can, or the longest wait
///    │                 │ Cancel: destroyed        │ Cancel: withdrawn, destroyed
///    │ Now             │ Now: destroyed           │ Now: goes on until the fresh key is there, then as Cancel
///    └────► key wanted at once ──────────────────────────────────────────────────────► at rest, new key
/// ```
///
/// Which key is wanted, for whom, and what becomes of it when others want one too, is up to [WantedKey]; what is pending is
/// up to [ComingKey]. Here commands and the stream's own reasons for a change are brought to the one or the other.
///
/// The key server's own order ([#obey]) withdraws what is pending at once, since that key may be lost too, and is tried
/// until a key made after it is in use.
final class Rekeying implements WantedKey.Owner {

    private final StreamContext context;
    private final Supplier<RekeyPolicy> policy;
    private final KeySwitch keys;
    private final OverdueChange overdue;
    private final WantedKey wanted;
    private final ComingKey coming;
    private final CryptoPeriod cryptoPeriod;
    private final ScheduledChanges schedule;
    /// Whether nobody ordered the latest change.
    private boolean isByItself;

    /// @param policy the one in force
    Rekeying(KeyRequest.Office office, Supplier<RekeyPolicy> policy, KeySwitch keys, Announcer announcer,
            Readiness readiness) {
        this.context = office.context();
        this.policy = policy;
        this.keys = keys;
        this.cryptoPeriod = new CryptoPeriod(context, policy, this::changeByItself);
        this.schedule = new ScheduledChanges(context, policy, this::changeUnlessUnderWay);
        this.overdue = new OverdueChange(context, keys);
        this.wanted = new WantedKey(office, overdue, this);
        this.coming = new ComingKey(office, policy, keys, announcer, readiness, cryptoPeriod::begin,
                cryptoPeriod::askAgainSoon);
    }

    /// Takes the first key into use.
    void begin(EncryptionKey first) {
        keys.begin(first);
        cryptoPeriod.begin();
        schedule.begin();
    }

    /// Another policy is in force: the key in use counts from its first use on. What is under way goes on as it began.
    void adapt() {
        cryptoPeriod.adapt();
        schedule.begin();
    }

    /// Carries out a command, once there is a key in use.
    ///
    /// @param outcome ends with the key ID that the command was about, or fails with an [OperatorException]
    void order(RekeyCommand command, CompletableFuture<KeyId> outcome) {
        switch (command) {
            case RekeyCommand.Now() -> wanted.wantNow(outcome);
            case RekeyCommand.Announce announce ->
                announce(announce.leadTime().orElse(policy.get().leadTime()), outcome);
            case RekeyCommand.Hold hold -> hold(hold, outcome);
            case RekeyCommand.SwitchNow() -> switchNow(outcome);
            case RekeyCommand.Cancel() -> cancel(outcome);
        }
    }

    /// To be called now and then while packets are sealed: changes the key when it has been used enough, and well before
    /// it has sealed too many packets.
    void checkUse() {
        EncryptionKey inUse = keys.inUse();
        if (policy.get().triggers().isUsedUp(inUse.packets(), inUse.bytes()) && !cryptoPeriod.isResting()) {
            changeUnlessUnderWay();
        }
    }

    /// The key in use may seal nothing more: an announced key takes over at once, whatever holds it.
    ///
    /// @return whether another key is in use now
    boolean takeOverAtLimit() {
        Optional<KeyId> next = coming.id();
        next.ifPresent(keyId -> {
            context.warn(
                    "The stream " + context.line() + " changes to key " + keyId + " before its time, because key "
                            + keys.inUse().id() + " has sealed all the packets that it may.");
            coming.takeOver();
        });
        return next.isPresent();
    }

    /// The announced key as far as it is known now. Safe from any thread.
    Optional<KeyId> named() {
        return coming.named();
    }

    Optional<StreamSnapshot.PendingChange> pending() {
        return coming.snapshot();
    }

    /// Why the next key has not come, when the stream itself wants one, or is not switched to, since when and until when, in
    /// one sentence.
    Optional<String> trouble() {
        return overdue.sentence().or(coming::trouble);
    }

    /// Changes no more keys; the one in use stays. What is pending is destroyed.
    void stop() {
        cryptoPeriod.stop();
        schedule.stop();
        coming.drop();
        wanted.stop();
    }

    /// Changes to a key that is made from now on, by order of the key server.
    ///
    /// @param reason what follows "because"
    void obey(String reason) {
        context.warn("The stream " + context.line() + " is ordered to change its key at once, because " + reason
                + ".");
        coming.withdraw();
        wanted.obey();
    }

    private void announce(Duration leadTime, CompletableFuture<KeyId> outcome) {
        if (coming.id().isPresent()) {
            refuse(outcome, "has a change to key " + coming.id().get() + " pending already"
                    + (isByItself ? ", which it began by itself as its rekey policy says" : "")
                    + ": switch now or cancel it first.");
        } else if (wanted.isWanted()) {
            refuse(outcome, "is being given a new key already: wait until it has come, then announce again.");
        } else {
            try {
                wanted.wantAnnounced(LeadTime.checked(leadTime), outcome);
                isByItself = false;
            } catch (OperatorException impossible) {
                outcome.completeExceptionally(impossible);
            }
        }
    }

    private void switchNow(CompletableFuture<KeyId> outcome) {
        coming.id().ifPresentOrElse(keyId -> {
            coming.takeOver();
            outcome.complete(keyId);
        }, () -> refuse(outcome, "has no pending change to bring forward: announce one first."));
    }

    private void hold(RekeyCommand.Hold order, CompletableFuture<KeyId> outcome) {
        coming.id().ifPresentOrElse(keyId -> {
            context.inform("The change of " + context.line() + " to key " + keyId + " is held.");
            coming.hold(order);
            outcome.complete(keyId);
        }, () -> refuse(outcome, "has no pending change to hold: announce one first."));
    }

    private void cancel(CompletableFuture<KeyId> outcome) {
        Optional<KeyId> withdrawn = coming.id();
        if (withdrawn.isPresent()) {
            overdue.forget();
            coming.withdraw();
            cryptoPeriod.begin();
            outcome.complete(withdrawn.get());
        } else if (wanted.cancelAnnounced(outcome)) {
            overdue.forget();
            cryptoPeriod.begin();
        } else {
            refuse(outcome, "has no pending change to cancel: announce one first.");
        }
    }

    /// What the crypto-period's end causes.
    private void changeByItself() {
        if (isUnderWay()) {
            cryptoPeriod.askAgainSoon();
        } else {
            isByItself = true;
            wanted.wantByItself(automaticUse());
        }
    }

    /// What much use and the schedule cause.
    private void changeUnlessUnderWay() {
        if (!isUnderWay()) {
            changeByItself();
        }
    }

    private boolean isUnderWay() {
        return wanted.isWanted() || coming.id().isPresent();
    }

    private KeyUse automaticUse() {
        return switch (policy.get().automatic()) {
            case ANNOUNCED -> new KeyUse.Announced(policy.get().leadTime());
            case IMMEDIATE -> new KeyUse.Immediate();
        };
    }

    @Override
    public void onKey(KeyUse use, EncryptionKey key) {
        switch (use) {
            case KeyUse.Immediate() -> {
                keys.to(key, KeySwitch.Kind.IMMEDIATE);
                coming.withdraw();
                cryptoPeriod.begin();
            }
            case KeyUse.Announced announced -> coming.announce(key, announced.leadTime());
        }
    }

    @Override
    public void onNoKey() {
        cryptoPeriod.askAgainSoon();
    }

    private void refuse(CompletableFuture<KeyId> outcome, String predicate) {
        outcome.completeExceptionally(new OperatorException("The stream " + context.line() + " " + predicate));
    }
}
