package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.rekey.Rekey.Effect;
import org.kagicast.contentserver.rekey.Rekey.Event;
import org.kagicast.contentserver.rekey.Rekey.WantedKey;
import org.kagicast.contentserver.send.PacketWriter;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyState;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.rpc.keys.RekeyOrderSource;
import org.kagicast.time.Moment;
import org.kagicast.time.Time;

/// The keys of one label of a stream, from the first on: carries out what its [RekeyMachine] decides, and tells it what
/// happens. It belongs to the stream's thread.
public final class LineKeys {

    /// What the stream does about its first keys.
    public interface Owner {

        /// This line has a key from now on.
        void onFirstKey();

        /// It has none yet, for the reason told in one sentence.
        void onNoKeyYet(CodedMessage sentence);

        /// It will have none, for the reason told in one sentence.
        void onNoKey(CodedMessage sentence);
    }

    private final KeyAcquisition.Office office;
    private final StreamContext context;
    private final Supplier<RekeyPolicy> policy;
    private final Owner owner;
    private final RekeyMachine machine;
    private final KeyInUse inUse;
    private final Announcer announcer;
    private final Readiness readiness;
    private final RekeyTimers timers;
    private @Nullable KeyAcquisition acquisition;
    private Optional<Time.Scheduled> nextLook = Optional.empty();
    /// Read by others.
    private volatile List<KeyId> named = List.of();

    /// @param policy the one in force
    /// @param control sends under this line's key
    public LineKeys(KeyAcquisition.Office office, Supplier<RekeyPolicy> policy, PacketWriter.Control control,
            Readiness readiness,
            Owner owner) {
        this.office = office;
        this.context = office.context();
        this.policy = policy;
        this.owner = owner;
        this.machine = new RekeyMachine(context.line(), context.keyServer(), policy);
        this.announcer = new Announcer(context, control);
        this.inUse = new KeyInUse(context, office.table(), control, announcer, office.reports());
        this.readiness = readiness;
        this.timers = new RekeyTimers(context, policy, this::on);
    }

    public KeyLabel label() {
        return context.line().label();
    }

    /// Asks for the first key (R2). Twice is harmless.
    public void begin() {
        on(new Event.Begin());
    }

    /// Another policy is in force: the key in use counts from its first use on. What is under way goes on as it began.
    public void adapt() {
        if (isReady()) {
            timers.adapt();
        }
    }

    /// Whether there is a key to seal with.
    public boolean isReady() {
        return inUse.orNull() != null;
    }

    /// Carries out a command, once there is a key.
    ///
    /// @param outcome ends with the key that the command was about, or fails with an [OperatorException]
    public void order(RekeyCommand command, CompletableFuture<KeyName> outcome) {
        on(new Event.Command(command, outcome));
    }

    /// The key with this ID, if it is one of this line and not forgotten.
    public Optional<KeyName> find(KeyId key) {
        return machine.find(key);
    }

    /// The key server orders a change to a key that is made from now on.
    ///
    /// @param reason what follows "because"
    public void obey(CodedMessage reason) {
        on(new Event.Order(reason));
    }

    /// To be called now and then while packets are sealed: changes the key when it has been used enough, and well before
    /// it has sealed too many packets.
    public void checkUse() {
        EncryptionKey key = inUse.get();
        if (policy.get().triggers().isUsedUp(key.packets(), key.bytes()) && !timers.isResting()) {
            on(new Event.Due());
        }
    }

    /// The key in use may seal nothing more: an announced one takes over at once, whatever holds it.
    ///
    /// @return whether another key is in use now
    public boolean takeOverAtLimit() {
        EncryptionKey former = inUse.get();
        on(new Event.LimitReached());
        return inUse.get() != former;
    }

    /// The key for the next packet; null before the first.
    @Nullable
    public EncryptionKey keyOrNull() {
        return inUse.orNull();
    }

    /// The key in use; only once there is one.
    public EncryptionKey inUse() {
        return inUse.get();
    }

    /// No packet follows but what tells how many there were: changes no more keys, and gives the last one up when that has
    /// been told.
    public void end(Duration after) {
        on(new Event.Stop());
        context.time().after(after, context.loop(), this::giveUpLast);
    }

    /// Lets go of everything at once.
    public void wipe() {
        on(new Event.Stop());
        announcer.stopEnds();
        giveUpLast();
    }

    private void giveUpLast() {
        inUse.end();
        name();
    }

    /// Why the next key has not come, in one sentence, which says of which label.
    public Optional<CodedMessage> trouble() {
        return machine.trouble(Moment.now(context.time())).map(this::withLabel);
    }

    /// The key in use and the one announced, as far as they are known now. Safe from any thread.
    public RekeyOrderSource.NamedKeys named() {
        return new RekeyOrderSource.NamedKeys(context.line(), named);
    }

    /// Tells the key server again which key is in use.
    public void confirm() {
        inUse.confirm();
    }

    public LabelState state() {
        Moment now = Moment.now(context.time());
        return new LabelState(label(), inUse.snapshot(), machine.state().pending().map(
                rekey -> rekey.snapshot(readiness.fetchers(), readiness.expected(), policy.get(), now)),
                inUse.lastChange());
    }

    public int announcedRekeys() {
        return inUse.announcedRekeys();
    }

    public int immediateRekeys() {
        return inUse.immediateRekeys();
    }

    private void on(Event event) {
        machine.on(event, Moment.now(context.time())).forEach(this::carryOut);
        name();
        scheduleLook();
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Ask(WantedKey wanted) -> {
                KeyAcquisition begun = new KeyAcquisition(office, wanted, this::on);
                acquisition = begun;
                begun.ask();
            }
            case Effect.Abandon(WantedKey _, Optional<CompletableFuture<KeyName>> destroyed) -> {
                if (acquisition != null) {
                    acquisition.abandon(destroyed.orElseGet(CompletableFuture::new));
                }
            }
            case Effect.UseFirst(KeyName key) -> {
                inUse.begin(key(key));
                timers.beginSchedule();
            }
            case Effect.Use(KeyName key, boolean isAnnounced) -> inUse.change(key(key), isAnnounced);
            case Effect.Destroy(KeyName key) -> {
                office.table().retire(key(key), KeyState.DESTROYED);
                office.reports().tell(key, KeyState.DESTROYED);
            }
            case Effect.Announce(KeyName key, Duration leadTime) -> {
                announcer.announce(key(key), inUse.get().id(), leadTime, this::remaining);
                readiness.watch(key.id(), inUse.get().id(), this::look);
            }
            case Effect.KeepAnnouncing() -> announcer.goOn();
            case Effect.AskReadiness() -> readiness.askNow();
            case Effect.StopAnnouncing() -> {
                announcer.stop();
                readiness.stop();
            }
            case Effect.Withdraw() -> announcer.withdraw();
            case Effect.LookNow() -> look();
            case Effect.BeginPeriod() -> timers.beginPeriod();
            case Effect.RestPeriod() -> timers.rest();
            case Effect.StopTimers() -> timers.stop();
            case Effect.Complete(List<CompletableFuture<KeyName>> outcomes, KeyName key) ->
                outcomes.forEach(outcome -> outcome.complete(key));
            case Effect.Fail(List<CompletableFuture<KeyName>> outcomes, CodedMessage why) ->
                outcomes.forEach(outcome -> outcome.completeExceptionally(new OperatorException(withLabel(why))));
            case Effect.Ready() -> owner.onFirstKey();
            case Effect.NotReady(CodedMessage why) -> owner.onNoKeyYet(withLabel(why));
            case Effect.NeverReady(CodedMessage why) -> owner.onNoKey(withLabel(why));
            case Effect.Note note -> context.notice(note.severity(), withLabel(note.message()));
        }
    }

    /// A sentence about one label of several says which.
    private CodedMessage withLabel(CodedMessage sentence) {
        return label().isNone() || sentence.text().contains(context.line().toString())
                ? sentence
                : StreamMessage.ABOUT_LABEL.with(context.line(), sentence);
    }

    private void look() {
        on(new Event.Look(readiness.share(), readiness.isGone(), readiness.obstacle()));
    }

    private void scheduleLook() {
        nextLook.ifPresent(Time.Scheduled::cancel);
        Moment now = Moment.now(context.time());
        nextLook = machine.state().pending().flatMap(rekey -> rekey.nextLook(now))
                .map(delay -> context.time().after(delay, context.loop(), this::look));
    }

    private Duration remaining() {
        return machine.state().pending().map(rekey -> rekey.remaining(Moment.now(context.time())))
                .orElse(Duration.ZERO);
    }

    private void name() {
        named = Stream.concat(inUse.name().stream(), machine.state().pending().stream().map(PendingRekey::key))
                .map(KeyName::id).toList();
    }

    private EncryptionKey key(KeyName key) {
        return office.table().find(key.id()).orElseThrow();
    }
}
