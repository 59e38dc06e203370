package org.kagicast.contentserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.KeyRequest.Patience;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.rpc.Occasion;

/// Changes the key of one stream: at once, or announced a lead time ahead (R18, R19, R21, R25), on command or by itself.
/// It belongs to the stream's thread.
///
/// At most one key is wanted and at most one change pending:
///
/// ```
///          Announce                key came             lead time over, SwitchNow, hard limit
/// at rest ──────────► key wanted ────────────► pending ───────────────────────────► at rest, new key
///    │                 │                         │ Hold: until enough clients have the key, or its longest time
///    │                 │ Cancel: destroyed        │ Cancel: withdrawn, destroyed
///    │ Now             │ Now: destroyed           │ Now: goes on until the fresh key is there, then as Cancel
///    └────► key wanted at once ──────────────────────────────────────────────────────► at rest, new key
/// ```
///
/// A `Now` that comes while the key of an earlier one is on its way gets a key of its own after that, so that the key an
/// order leads to has always been made after the order; all that come meanwhile share it.
///
/// The key server's own order ([#obey]) withdraws what is pending at once, since that key may be lost too, and is tried
/// until a key made after it is in use.
final class Rekeying {

    private final StreamContext context;
    private final RekeyPolicy policy;
    private final KeyRequest.Office office;
    private final KeySwitch keys;
    private final ComingKey coming;
    private final CryptoPeriod cryptoPeriod;
    private final ScheduledChanges schedule;
    private @Nullable Wish wish;
    private final List<CompletableFuture<KeyId>> waitingForOneMore = new ArrayList<>();
    private boolean isOrdered;
    private final OverdueChange overdue;

    Rekeying(KeyRequest.Office office, RekeyPolicy policy, KeySwitch keys, Announcer announcer,
            Readiness readiness) {
        this.context = office.context();
        this.office = office;
        this.policy = policy;
        this.keys = keys;
        this.cryptoPeriod = new CryptoPeriod(context, policy, this::changeByItself);
        this.schedule = new ScheduledChanges(context, policy, this::changeUnlessUnderWay);
        this.overdue = new OverdueChange(context, keys);
        this.coming = new ComingKey(office, keys, announcer, readiness, cryptoPeriod::begin);
    }

    /// Takes the first key into use.
    void begin(EncryptionKey first) {
        keys.begin(first);
        cryptoPeriod.begin();
        schedule.begin();
    }

    /// Carries out a command, once there is a key in use.
    ///
    /// @param outcome ends with the key ID that the command was about, or fails with an [OperatorException]
    void order(RekeyCommand command, CompletableFuture<KeyId> outcome) {
        switch (command) {
            case RekeyCommand.Now() -> changeNow(outcome);
            case RekeyCommand.Announce announce -> announce(announce.leadTime().orElse(policy.leadTime()), outcome);
            case RekeyCommand.Hold hold -> hold(hold, outcome);
            case RekeyCommand.SwitchNow() -> switchNow(outcome);
            case RekeyCommand.Cancel() -> cancel(outcome);
        }
    }

    /// To be called now and then while packets are sealed: changes the key when it has been used enough, and well before
    /// it has sealed too many packets.
    void checkUse() {
        EncryptionKey inUse = keys.inUse();
        if (policy.triggers().isUsedUp(inUse.packets(), inUse.bytes()) && !cryptoPeriod.isResting()) {
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

    Optional<StreamSnapshot.PendingChange> pending() {
        return coming.snapshot();
    }

    /// Why the next key has not come, since when, and when it is asked for again, in one sentence; when the stream itself
    /// wants one.
    Optional<String> trouble() {
        return overdue.sentence();
    }

    /// Changes no more keys; the one in use stays. What is pending is destroyed.
    void stop() {
        cryptoPeriod.stop();
        schedule.stop();
        coming.drop();
        isOrdered = false;
        String why = "The stream " + context.line() + " has stopped: there is nothing left to change the key of.";
        waitingForOneMore.forEach(outcome -> outcome.completeExceptionally(new OperatorException(why)));
        waitingForOneMore.clear();
        if (wish != null) {
            dropWish(wish, why, new CompletableFuture<>());
        }
    }

    /// Changes to a key that is made from now on, by order of the key server.
    ///
    /// @param reason what follows "because"
    void obey(String reason) {
        context.warn("The stream " + context.line() + " is ordered to change its key at once, because " + reason
                + ".");
        isOrdered = true;
        coming.withdraw();
        Wish before = wish;
        boolean somebodyWaits = before != null && before.use instanceof Immediate
                && before.patience == Patience.ONE_RETRY;
        if (!somebodyWaits) {
            if (before != null) {
                dropWish(before, "The key server ordered an immediate key change of " + context.line()
                        + ": announce again if you still wish.", new CompletableFuture<>());
            }
            obeyIfOrdered();
        }
    }

    /// What was wanted before the order may have been made before it, too.
    private void obeyIfOrdered() {
        if (isOrdered && wish == null) {
            want(new Immediate(), Patience.UNTIL_REFUSED, List.of());
        }
    }

    private void changeNow(CompletableFuture<KeyId> outcome) {
        Wish before = wish;
        if (before != null && before.use instanceof Immediate && before.patience == Patience.ONE_RETRY) {
            waitingForOneMore.add(outcome);
            return;
        }
        if (before != null) {
            dropWish(before, "An immediate key change of " + context.line()
                    + " came first: announce again if you still wish.", new CompletableFuture<>());
        }
        want(new Immediate(), Patience.ONE_RETRY, List.of(outcome));
    }

    private void announce(Duration leadTime, CompletableFuture<KeyId> outcome) {
        if (coming.id().isPresent()) {
            refuse(outcome, "has a change to key " + coming.id().get()
                    + " pending already: switch now or cancel it first.");
        } else if (wish != null) {
            refuse(outcome, "is being given a new key already: wait until it has come, then announce again.");
        } else if (!RekeyPolicy.isPossibleLeadTime(leadTime)) {
            outcome.completeExceptionally(RekeyPolicy.impossibleLeadTime(leadTime));
        } else {
            want(new Announced(leadTime), Patience.ONE_RETRY, List.of(outcome));
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
        overdue.forget();
        Optional<KeyId> withdrawn = coming.id();
        if (withdrawn.isPresent()) {
            coming.withdraw();
            cryptoPeriod.begin();
            outcome.complete(withdrawn.get());
        } else if (wish != null && wish.use instanceof Announced) {
            dropWish(wish, "The change of " + context.line()
                    + "'s key was cancelled before its key came: announce again if you still wish.", outcome);
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
            want(isOrdered ? new Immediate() : automaticUse(), Patience.UNTIL_REFUSED, List.of());
        }
    }

    /// What much use and the schedule cause.
    private void changeUnlessUnderWay() {
        if (!isUnderWay()) {
            changeByItself();
        }
    }

    private boolean isUnderWay() {
        return wish != null || coming.id().isPresent();
    }

    private Use automaticUse() {
        return switch (policy.automatic()) {
            case ANNOUNCED -> new Announced(policy.leadTime());
            case IMMEDIATE -> new Immediate();
        };
    }

    private void want(Use use, Patience patience, List<CompletableFuture<KeyId>> outcomes) {
        Wish made = new Wish(use, patience, outcomes);
        wish = made;
        made.request.ask();
    }

    private void use(Use use, EncryptionKey key) {
        switch (use) {
            case Immediate() -> {
                keys.to(key, KeySwitch.Kind.IMMEDIATE);
                coming.withdraw();
                cryptoPeriod.begin();
            }
            case Announced announced -> coming.announce(key, announced.leadTime());
        }
    }

    private void dropWish(Wish dropped, String why, CompletableFuture<KeyId> destroyed) {
        wish = null;
        dropped.request.abandon(destroyed);
        dropped.fail(why);
    }

    private void wishIsOver() {
        wish = null;
        if (!waitingForOneMore.isEmpty()) {
            List<CompletableFuture<KeyId>> outcomes = List.copyOf(waitingForOneMore);
            waitingForOneMore.clear();
            want(new Immediate(), Patience.ONE_RETRY, outcomes);
        }
    }

    private void refuse(CompletableFuture<KeyId> outcome, String predicate) {
        outcome.completeExceptionally(new OperatorException("The stream " + context.line() + " " + predicate));
    }

    /// What a wanted key is for.
    private sealed interface Use {
    }

    /// To be used as soon as it is there.
    private record Immediate() implements Use {}

    /// To be announced when it is there, and used so much later.
    private record Announced(Duration leadTime) implements Use {}

    /// A key that is wanted and has not come yet.
    private final class Wish implements KeyRequest.Outcome {

        private final Use use;
        private final Patience patience;
        private final List<CompletableFuture<KeyId>> outcomes;
        private final KeyRequest request;
        private final boolean isAfterOrder = isOrdered;

        Wish(Use use, Patience patience, List<CompletableFuture<KeyId>> outcomes) {
            this.use = use;
            this.patience = patience;
            this.outcomes = outcomes;
            this.request = new KeyRequest(office, Occasion.of(use instanceof Announced), patience, this);
        }

        @Override
        public void onKey(EncryptionKey key) {
            overdue.forget();
            isOrdered &= !isAfterOrder;
            Rekeying.this.use(use, key);
            wishIsOver();
            obeyIfOrdered();
            outcomes.forEach(outcome -> outcome.complete(key.id()));
        }

        @Override
        public void onTrouble(String sentence, Duration pause) {
            if (patience == Patience.UNTIL_REFUSED) {
                overdue.troubled(sentence, pause);
            }
        }

        @Override
        public void onRefusal(String sentence) {
            if (patience == Patience.UNTIL_REFUSED) {
                overdue.troubled(sentence, CryptoPeriod.SOON);
                cryptoPeriod.askAgainSoon();
                wishIsOver();
            } else {
                context.warn(sentence);
                if (overdue.isPresent()) {
                    overdue.troubled(sentence, CryptoPeriod.SOON);
                    cryptoPeriod.askAgainSoon();
                }
                wishIsOver();
                obeyIfOrdered();
            }
            fail(sentence);
        }

        void fail(String sentence) {
            outcomes.forEach(outcome -> outcome.completeExceptionally(new OperatorException(sentence)));
        }
    }
}
