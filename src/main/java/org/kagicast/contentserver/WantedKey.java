package org.kagicast.contentserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.KeyRequest.Patience;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;

/// The next key of a stream, which has been asked for and has not come yet, at most one. An operator wants it and waits
/// for the outcome, or the stream itself does and has patience. It belongs to the stream's thread.
///
/// A key that an operator wants at once while another such is on its way is asked for after that, so that the key an order
/// leads to has always been made after the order; all who want one meanwhile share it.
///
/// When the key server orders a change, a key is wanted until one that was made after the order has come.
final class WantedKey {

    /// What the stream does with what becomes of it.
    interface Owner {

        /// The key is there.
        void onKey(KeyUse use, EncryptionKey key);

        /// The stream itself wants a key, and will have none unless it is wanted again.
        void onNoKey();
    }

    private final KeyRequest.Office office;
    private final StreamContext context;
    private final OverdueChange overdue;
    private final Owner owner;
    private @Nullable Wish wish;
    private final List<CompletableFuture<KeyId>> waitingForOneMore = new ArrayList<>();
    private boolean isOrdered;

    /// @param overdue is told what keeps a key from coming that the stream itself wants
    WantedKey(KeyRequest.Office office, OverdueChange overdue, Owner owner) {
        this.office = office;
        this.context = office.context();
        this.overdue = overdue;
        this.owner = owner;
    }

    boolean isWanted() {
        return wish != null;
    }

    /// An operator wants a key to announce; only while none is wanted.
    void wantAnnounced(Duration leadTime, CompletableFuture<KeyId> outcome) {
        want(new KeyUse.Announced(leadTime), Patience.ONE_RETRY, List.of(outcome));
    }

    /// An operator wants a key to use at once, more than anything that is wanted.
    void wantNow(CompletableFuture<KeyId> outcome) {
        if (isAwaited()) {
            waitingForOneMore.add(outcome);
            return;
        }
        giveUp("An immediate key change of " + context.line() + " came first: announce again if you still wish.");
        want(new KeyUse.Immediate(), Patience.ONE_RETRY, List.of(outcome));
    }

    /// The stream itself wants a key; only while none is wanted. What the key server orders is used at once.
    void wantByItself(KeyUse use) {
        want(isOrdered ? new KeyUse.Immediate() : use, Patience.UNTIL_REFUSED, List.of());
    }

    /// The key server orders a key that is made from now on.
    void obey() {
        isOrdered = true;
        if (!isAwaited()) {
            giveUp("The key server ordered an immediate key change of " + context.line()
                    + ": announce again if you still wish.");
            obeyIfOrdered();
        }
    }

    /// Gives up a key that is wanted to be announced.
    ///
    /// @param destroyed ends with the ID of the destroyed key, or fails if none comes
    /// @return whether there is one
    boolean cancelAnnounced(CompletableFuture<KeyId> destroyed) {
        Wish cancelled = wish;
        if (cancelled == null || !(cancelled.use instanceof KeyUse.Announced)) {
            return false;
        }
        giveUp(cancelled, "The change of " + context.line()
                + "'s key was cancelled before its key came: announce again if you still wish.", destroyed);
        return true;
    }

    /// Wants nothing more.
    void stop() {
        isOrdered = false;
        String why = "The stream " + context.line() + " has stopped: there is nothing left to change the key of.";
        waitingForOneMore.forEach(outcome -> outcome.completeExceptionally(new OperatorException(why)));
        waitingForOneMore.clear();
        giveUp(why);
    }

    /// Whether an operator waits for a key to use at once.
    private boolean isAwaited() {
        return wish != null && wish.use instanceof KeyUse.Immediate && wish.patience == Patience.ONE_RETRY;
    }

    /// What was wanted before the order may have been made before it, too.
    private void obeyIfOrdered() {
        if (isOrdered && wish == null) {
            want(new KeyUse.Immediate(), Patience.UNTIL_REFUSED, List.of());
        }
    }

    private void want(KeyUse use, Patience patience, List<CompletableFuture<KeyId>> outcomes) {
        Wish made = new Wish(use, patience, outcomes);
        wish = made;
        made.request.ask();
    }

    private void giveUp(String why) {
        if (wish != null) {
            giveUp(wish, why, new CompletableFuture<>());
        }
    }

    private void giveUp(Wish before, String why, CompletableFuture<KeyId> destroyed) {
        wish = null;
        before.request.abandon(destroyed);
        before.fail(why);
    }

    private void wishIsOver() {
        wish = null;
        if (!waitingForOneMore.isEmpty()) {
            List<CompletableFuture<KeyId>> outcomes = List.copyOf(waitingForOneMore);
            waitingForOneMore.clear();
            want(new KeyUse.Immediate(), Patience.ONE_RETRY, outcomes);
        }
    }

    private void comesToNothing(String sentence) {
        overdue.troubled(sentence, CryptoPeriod.SOON);
        owner.onNoKey();
    }

    private final class Wish implements KeyRequest.Outcome {

        private final KeyUse use;
        private final Patience patience;
        private final List<CompletableFuture<KeyId>> outcomes;
        private final KeyRequest request;
        private final boolean isAfterOrder = isOrdered;

        Wish(KeyUse use, Patience patience, List<CompletableFuture<KeyId>> outcomes) {
            this.use = use;
            this.patience = patience;
            this.outcomes = outcomes;
            this.request = new KeyRequest(office, use.occasion(), patience, this);
        }

        @Override
        public void onKey(EncryptionKey key) {
            overdue.forget();
            isOrdered &= !isAfterOrder;
            owner.onKey(use, key);
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
                comesToNothing(sentence);
                wishIsOver();
            } else {
                context.warn(sentence);
                if (overdue.isPresent()) {
                    comesToNothing(sentence);
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
