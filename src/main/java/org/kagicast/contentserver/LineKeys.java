package org.kagicast.contentserver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.rpc.Occasion;
import org.kagicast.rpc.RekeyOrderSource;

/// The keys of one label of a stream, from the first on: one is in use at a time. It belongs to the stream's thread.
final class LineKeys implements KeyRequest.Outcome {

    /// What the stream does about its first keys.
    interface Owner {

        /// This line has a key from now on.
        void onFirstKey();

        /// It has none yet, for the reason told in one sentence.
        void onNoKeyYet(String sentence);

        /// It will have none, for the reason told in one sentence.
        void onNoKey(String sentence);
    }

    private final KeyLabel label;
    private final Owner owner;
    private final KeySwitch keys;
    private final KeyEnds keyEnds;
    private final KeyRequest.Office office;
    private final Rekeying rekeying;
    private @Nullable KeyRequest firstKey;
    /// The first key may have been made before this order.
    private Optional<String> earlyOrder = Optional.empty();

    /// @param policy the one in force
    /// @param control sends under this line's key
    LineKeys(KeyRequest.Office office, Supplier<RekeyPolicy> policy, KeySelection selection, Sending.Control control,
            Readiness readiness, Owner owner) {
        StreamContext context = office.context();
        this.label = context.line().label();
        this.owner = owner;
        this.office = office;
        this.keyEnds = new KeyEnds(context, control);
        this.keys = new KeySwitch(context, office.table(), selection, keyEnds, office.reports());
        this.rekeying = new Rekeying(office, policy, keys, new Announcer(context, control), readiness);
    }

    KeyLabel label() {
        return label;
    }

    /// Asks for the first key (R2). Twice is harmless.
    void begin() {
        if (firstKey == null) {
            firstKey = new KeyRequest(office, Occasion.ON_DEMAND, KeyRequest.Patience.UNTIL_REFUSED, this);
            firstKey.ask();
        }
    }

    /// Another policy is in force.
    void adapt() {
        if (isReady()) {
            rekeying.adapt();
        }
    }

    /// Whether there is a key to seal with.
    boolean isReady() {
        return keys.keyInUse().isPresent();
    }

    @Override
    public void onKey(EncryptionKey first) {
        rekeying.begin(first);
        earlyOrder.ifPresent(rekeying::obey);
        owner.onFirstKey();
    }

    @Override
    public void onTrouble(String sentence, Duration pause) {
        owner.onNoKeyYet(sentence);
    }

    @Override
    public void onRefusal(String sentence) {
        owner.onNoKey(sentence);
    }

    /// Carries out a command, once there is a key.
    void order(RekeyCommand command, CompletableFuture<KeyId> outcome) {
        rekeying.order(command, outcome);
    }

    /// The key server orders a change to a key that is made from now on.
    void obey(String reason) {
        if (isReady()) {
            rekeying.obey(reason);
        } else {
            earlyOrder = Optional.of(reason);
        }
    }

    /// To be called now and then while packets are sealed.
    void checkUse() {
        rekeying.checkUse();
    }

    /// The key in use may seal nothing more: an announced one takes over.
    ///
    /// @return whether another key is in use now
    boolean takeOverAtLimit() {
        return rekeying.takeOverAtLimit();
    }

    /// The key in use; only once there is one.
    EncryptionKey inUse() {
        return keys.inUse();
    }

    /// No packet follows but what tells how many there were: changes no more keys, and gives the last one up when that has
    /// been told.
    void end(Duration after) {
        rekeying.stop();
        office.context().time().after(after, office.context().loop(), keys::end);
    }

    /// Lets go of everything at once.
    void wipe() {
        if (firstKey != null) {
            firstKey.abandon(new CompletableFuture<>());
        }
        rekeying.stop();
        keyEnds.stop();
        keys.end();
    }

    /// Why the next key has not come, in one sentence.
    Optional<String> trouble() {
        return rekeying.trouble();
    }

    /// The key in use and the one announced, as far as they are known now. Safe from any thread.
    RekeyOrderSource.NamedKeys named() {
        return new RekeyOrderSource.NamedKeys(office.context().line(),
                Stream.concat(keys.named().stream(), rekeying.named().stream()).toList());
    }

    /// Tells the key server again which key is in use.
    void confirm() {
        keys.confirm();
    }

    LabelState state() {
        return new LabelState(label, keys.keyInUse(), rekeying.pending(), keys.lastChange());
    }

    int announcedRekeys() {
        return keys.announcedRekeys();
    }

    int immediateRekeys() {
        return keys.immediateRekeys();
    }
}
