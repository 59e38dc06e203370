package org.kagicast.contentserver;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.labelling.LabelClassifier;
import org.kagicast.contentserver.rekey.Announcer;
import org.kagicast.contentserver.rekey.LineKeys;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.send.BatchQueue;
import org.kagicast.contentserver.send.PacketWriter;
import org.kagicast.contentserver.send.SendErrors;
import org.kagicast.contentserver.source.DatagramBatch;
import org.kagicast.contentserver.source.Source;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.Status;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.multicast.PacketSender;
import org.kagicast.rpc.keys.KeyCreator;
import org.kagicast.rpc.keys.RekeyOrderSource;

/// One stream from its source to its multicast group. All its state belongs to one thread, the sender's loop; the public
/// ways in hand their work to it.
final class ContentStream implements BatchQueue.Receiver, LineKeys.Owner {

    /// What a stream adds to the snapshot of its content server.
    record View(StreamSnapshot stream, List<EncryptionKeyRow> keys) {}

    /// Only what it says of the rekey policy ever changes. Read by others.
    private volatile StreamSettings settings;
    private final StreamContext context;
    private final PacketSender sender;
    private final Source source;
    private final BatchQueue batches;
    private final LabelClassifier classifier;
    private final LabelClassifier.Target underLabel = this::sendUnder;
    private final PacketWriter sending;
    private final StreamKeys keys;
    private final SendErrors network;
    private final SourceSilence silence;
    private final Runnable sendingOn = this::onBatches;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Status status = Status.STARTING;
    private Optional<CodedMessage> problem = Optional.empty();
    /// Why another process sends this stream and this one must not.
    private Optional<CodedMessage> standsBy = Optional.empty();
    private @Nullable DatagramBatch batch;
    private boolean isWaiting;
    private boolean isSourceOver;
    private boolean isClosed;
    private boolean hasToldOfUnjudged;
    private Optional<CodedMessage> sourceFault = Optional.empty();

    ContentStream(StreamSettings settings, StreamContext context, KeyCreator keyServer, PacketSender sender,
            Source source) {
        this.settings = settings;
        this.context = context;
        this.sender = sender;
        this.source = source;
        this.batches = new BatchQueue(context, settings.largestPayload(), this);
        this.classifier = new LabelClassifier(settings.labels(), settings.source().names(), settings.largestPayload(),
                context.time().now());
        this.sending = new PacketWriter(this::chooseKey, sender, context, settings.rekeying().hardLimit(),
                settings.largestPayload());
        this.keys = new StreamKeys(settings, this::policy, context, keyServer, sending, this);
        this.network = new SendErrors(settings.group(), settings.networkInterface(), context, sender);
        this.silence = new SourceSilence(context, settings.source());
    }

    private @Nullable EncryptionKey chooseKey(int label) {
        return keys.choose(label);
    }

    /// What it does now. Safe from any thread.
    StreamSettings settings() {
        return settings;
    }

    private RekeyPolicy policy() {
        return settings.rekeying();
    }

    /// Goes on with another rekey policy.
    ///
    /// @param other the same settings but for the policy, whose hard limit is the same; from one thread at a time
    void adapt(StreamSettings other) {
        settings = other;
        context.run(() -> {
            if (status == Status.SENDING) {
                keys.adapt();
            }
        });
    }

    /// Whether it sends nothing any more. Safe from any thread.
    boolean hasEnded() {
        return ended.isDone();
    }

    /// Why it has failed, if it has. Safe from any thread.
    Optional<Throwable> failure() {
        return ended.isCompletedExceptionally() ? Optional.of(ended.exceptionNow()) : Optional.empty();
    }

    /// Asks for the first keys and sends from when they have come. Twice is harmless.
    void start() {
        context.run(this::begin);
    }

    /// Ends when the source has ended and all of it is sent, or when the stream is closed; fails with the stream.
    CompletableFuture<Void> whenEnded() {
        return ended.copy();
    }

    /// Carries out a command about the stream's one key.
    CompletableFuture<KeyId> rekey(RekeyCommand command) {
        return rekey(KeyLabel.NONE, command).thenApply(keys -> keys.getFirst().id());
    }

    /// Carries out a command for one label, or without a label for all. The future ends with the keys that it was
    /// about, or fails with an [OperatorException].
    CompletableFuture<List<KeyName>> rekey(KeyLabel label, RekeyCommand command) {
        CompletableFuture<List<KeyName>> outcome = new CompletableFuture<>();
        boolean isTaken = context.run(() -> order(label, command, outcome));
        if (!isTaken) {
            outcome.completeExceptionally(new OperatorException(StreamMessage.CLOSED.with(settings.name())));
        }
        return outcome;
    }

    /// The key server orders a change to keys that are made from now on, of one label or without a label of all.
    void obey(KeyLabel label, CodedMessage reason) {
        context.run(() -> {
            switch (status) {
                case STARTING, SENDING -> keys.obey(label, reason);
                case ENDED, FAILED -> {
                    // No packet follows that a new key would be for.
                }
            }
        });
    }

    /// Another process acts for this content server: what is sent here would go under keys that clients take for former
    /// ones, and theirs for former ones the next time. So nothing is, until [#goOn].
    void standBy(CodedMessage sentence) {
        context.run(() -> {
            standsBy = Optional.of(sentence);
            sending.mute();
        });
    }

    /// This process acts for the content server: it is listened to again. Keys that the other one made are newer than those
    /// here, so they are changed after a while of standing by.
    void goOn() {
        context.run(() -> {
            boolean stoodBy = standsBy.isPresent();
            standsBy = Optional.empty();
            sending.unmute();
            if (status != Status.SENDING) {
                return;
            }
            if (stoodBy) {
                keys.obey(KeyLabel.NONE, StreamMessage.OTHER_PROCESS_ACTED.with());
            } else {
                keys.confirm();
            }
        });
    }

    /// The keys in use and those announced, as far as they are known now. Safe from any thread.
    List<RekeyOrderSource.NamedKeys> named() {
        return keys.named();
    }

    CompletableFuture<View> view(Optional<CodedMessage> outside) {
        return view(outside, PacketWriter.MOST_KEY_IDS);
    }

    /// The stream now; as it was when it closed, afterwards.
    ///
    /// @param outside what is wrong around it, to be told when nothing is wrong with the stream itself
    /// @param mostKeyIds how many of the latest key IDs to show
    CompletableFuture<View> view(Optional<CodedMessage> outside, int mostKeyIds) {
        CompletableFuture<View> view = new CompletableFuture<>();
        if (!context.run(() -> view.complete(viewNow(outside, mostKeyIds)))) {
            view.complete(viewNow(Optional.empty(), mostKeyIds));
        }
        return view;
    }

    /// Sends what is handed over already, then lets go of everything. The future ends when that is done.
    CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        source.stop();
        Runnable work = () -> {
            finish();
            closed.complete(null);
        };
        if (!context.run(work)) {
            closed.complete(null);
        }
        return closed;
    }

    @Override
    public void onBatches() {
        if (isWaiting || isClosed) {
            return;
        }
        if (!sendOneBatch()) {
            return;
        }
        if (batches.hasNext()) {
            context.run(sendingOn);
        } else if (isSourceOver && status == Status.SENDING && classifier.flush(underLabel)) {
            sender.flush();
            sourceFault.ifPresentOrElse(this::fail, this::end);
        }
    }

    @Override
    public void onEnd() {
        isSourceOver = true;
        silence.end();
        onBatches();
    }

    @Override
    public void onFault(CodedMessage sentence) {
        sourceFault = Optional.of(sentence);
        onEnd();
    }

    /// R1, and R2 when there is no key.
    private void begin() {
        if (!isClosed && status == Status.STARTING) {
            keys.begin();
        }
    }

    @Override
    public void onFirstKey() {
        if (status == Status.STARTING && keys.areReady()) {
            problem = Optional.empty();
            status = Status.SENDING;
            context.inform("The stream " + settings.name() + " sends to " + settings.group() + " under key "
                    + keys.inUse() + ".");
            followWindows();
            silence.begin();
            source.start(batches);
        }
    }

    /// What packets are chosen by the time of day changes with the minute.
    private void followWindows() {
        if (classifier.hasWindows() && status == Status.SENDING) {
            Duration nextMinute = classifier.refreshWindows(context.time().now());
            context.time().after(nextMinute, context.loop(), this::followWindows);
        }
    }

    @Override
    public void onNoKeyYet(CodedMessage sentence) {
        if (!problem.equals(Optional.of(sentence))) {
            problem = Optional.of(sentence);
            context.warn(sentence);
        }
    }

    @Override
    public void onNoKey(CodedMessage sentence) {
        fail(sentence);
    }

    private void order(KeyLabel label, RekeyCommand command, CompletableFuture<List<KeyName>> outcome) {
        switch (status) {
            case SENDING -> keys.order(label, command, outcome);
            case STARTING -> refuse(outcome, StreamMessage.NO_KEY_YET.with(settings.name(), problem));
            case ENDED -> refuse(outcome, StreamMessage.ENDED.with(settings.name()));
            case FAILED -> refuse(outcome, StreamMessage.STOPPED.with(settings.name()));
        }
    }

    private static void refuse(CompletableFuture<List<KeyName>> outcome, CodedMessage why) {
        outcome.completeExceptionally(new OperatorException(why));
    }

    /// @return false if the network does not take it all now, or the stream has stopped
    private boolean sendOneBatch() {
        DatagramBatch sent = batch == null ? batches.next() : batch;
        if (sent == null || status != Status.SENDING) {
            return status == Status.SENDING;
        }
        batch = sent;
        while (sent.hasNext()) {
            if (!sender.isWritable()) {
                waitForNetwork();
                return false;
            }
            if (!classifier.sort(sent.next(), sent.source(), underLabel)) {
                return false;
            }
        }
        if (batches.hasNext()) {
            sender.flushFull();
        } else {
            sender.flush();
        }
        batch = null;
        batches.giveBack(sent);
        silence.heard();
        tellOfUnjudged();
        network.look();
        keys.checkUse();
        return true;
    }

    private void tellOfUnjudged() {
        if (!hasToldOfUnjudged && classifier.unjudged() > 0) {
            hasToldOfUnjudged = true;
            context.warn(StreamMessage.ABOUT_LABEL.with(settings.name(), StreamMessage.UNJUDGED.with(
                    classifier.unjudged())).then(StreamMessage.FURTHER_COUNTED.with()));
        }
    }

    private boolean sendUnder(int label, ByteBuffer plaintext) {
        if (sending.send(label, plaintext)
                || (keys.line(label).takeOverAtLimit() && sending.send(label, plaintext))) {
            return true;
        }
        fail(StreamMessage.USED_UP.with(settings.name(), keys.line(label).inUse().name(),
                settings.rekeying().hardLimit()));
        return false;
    }

    private void waitForNetwork() {
        isWaiting = true;
        sender.flush();
        sender.whenWritable(() -> {
            isWaiting = false;
            onBatches();
        });
    }

    private void end() {
        status = Status.ENDED;
        keys.end(Announcer.ENDS_LASTING);
        context.inform("The stream " + settings.name() + " has ended with its source.");
        sender.whenWritable(() -> ended.complete(null));
    }

    private void fail(CodedMessage sentence) {
        status = Status.FAILED;
        problem = Optional.of(sentence);
        context.alarm(sentence);
        source.stop();
        silence.end();
        sender.flush();
        wipe();
        ended.completeExceptionally(new OperatorException(sentence));
    }

    private void finish() {
        if (isClosed) {
            return;
        }
        isWaiting = false;
        while (status == Status.SENDING && (batch != null || batches.hasNext()) && sendOneBatch()) {
            // Until all is sent, or the network takes no more.
        }
        if (status == Status.SENDING) {
            classifier.flush(underLabel);
        }
        isClosed = true;
        silence.end();
        status = status == Status.FAILED ? Status.FAILED : Status.ENDED;
        wipe();
        keys.close();
        sender.close();
        ended.complete(null);
    }

    private void wipe() {
        keys.wipe();
    }

    private Optional<CodedMessage> note() {
        long unjudged = classifier.unjudged();
        Stream<CodedMessage> own = unjudged == 0 ? Stream.of() : Stream.of(StreamMessage.UNJUDGED.with(unjudged));
        return CodedMessage.joined(Stream.concat(batches.note().stream(), own));
    }

    /// All that is wrong; what the rest may follow from comes first.
    private Optional<CodedMessage> trouble() {
        Optional<CodedMessage> itself = standsBy.filter(told -> status == Status.SENDING).or(() -> problem);
        return itself.or(() -> CodedMessage.joined(Stream
                .of(network.sentence(), keys.trouble(), source.trouble(), silence.sentence(), batches.trouble())
                .flatMap(Optional::stream)));
    }

    private View viewNow(Optional<CodedMessage> outside, int mostKeyIds) {
        return new View(new StreamSnapshot(settings.name(), settings.group(), settings.source().text(), status,
                trouble().or(() -> outside.filter(told -> status == Status.SENDING)),
                keys.main().inUse(), keys.pending(), keys.lastChange(),
                settings.rekeying().leadTime(), settings.rekeying().cryptoPeriod(), sending.dataPackets(),
                sending.dataBytes(), batches.oversized(), sender.refused(), keys.announcedRekeys(),
                keys.immediateRekeys(),
                latest(sending.keyIds(), mostKeyIds), keys.states(), note()), keys.rows());
    }

    private static List<KeyId> latest(List<KeyId> keyIds, int most) {
        return keyIds.subList(Math.max(0, keyIds.size() - most), keyIds.size());
    }
}
