package org.kagicast.contentserver;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.source.DatagramBatch;
import org.kagicast.contentserver.source.Source;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.Status;
import org.kagicast.rpc.KeyCreator;
import org.kagicast.rpc.Occasion;

/// One stream from its source to its multicast group. All its state belongs to one thread, the sender's loop; the public
/// ways in hand their work to it.
final class ContentStream implements HandOver.Receiver, KeyRequest.Outcome {

    /// What a stream adds to the snapshot of its content server.
    record View(StreamSnapshot stream, List<EncryptionKeyRow> keys) {}

    private final StreamSettings settings;
    private final StreamContext context;
    private final PacketSender sender;
    private final Source source;
    private final HandOver handOver;
    private final EncryptionKeyTable table = new EncryptionKeyTable();
    private final KeySelection selection = new KeySelection();
    private final Sending sending;
    private final KeyEnds keyEnds;
    private final KeySwitch keys;
    private final KeyRequest.Office office;
    private final Rekeying rekeying;
    private final NetworkTrouble network;
    private final Runnable sendingOn = this::onBatches;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Status status = Status.STARTING;
    private Optional<String> problem = Optional.empty();
    /// The first key may have been made before this order.
    private Optional<String> earlyOrder = Optional.empty();
    private @Nullable KeyRequest firstKey;
    private @Nullable DatagramBatch batch;
    private boolean isWaiting;
    private boolean isSourceOver;
    private boolean isClosed;
    private Optional<String> sourceFault = Optional.empty();

    ContentStream(StreamSettings settings, StreamContext context, KeyCreator keyServer, PacketSender sender,
            Source source) {
        this.settings = settings;
        this.context = context;
        this.sender = sender;
        this.source = source;
        this.handOver = new HandOver(context, settings.largestPayload(), this);
        this.sending = new Sending(selection, sender, settings.rekeying().hardLimit());
        this.keyEnds = new KeyEnds(context, sending);
        StateReports reports = new StateReports(context, keyServer);
        this.keys = new KeySwitch(context, table, selection, keyEnds, reports);
        this.office = new KeyRequest.Office(context, supply(settings, context, keyServer), table, reports);
        this.network = new NetworkTrouble(settings, context, sender);
        this.rekeying = new Rekeying(office, settings.rekeying(), keys, new Announcer(context, sending),
                new Readiness(context, keyServer));
    }

    private static KeySupply supply(StreamSettings settings, StreamContext context, KeyCreator keyServer) {
        return switch (settings.keys()) {
            case ASK -> new AskingSupply(context, keyServer, settings.suite());
            case DEPOSIT -> new DepositingSupply(context, keyServer, settings.suite(), new SecureRandom());
        };
    }

    /// Asks for the first key and sends from when it comes. Twice is harmless.
    void start() {
        context.run(this::begin);
    }

    /// Ends when the source has ended and all of it is sent, or when the stream is closed; fails with the stream.
    CompletableFuture<Void> whenEnded() {
        return ended.copy();
    }

    /// Carries out a command. The future ends with the key ID that it was about, or fails with an [OperatorException].
    CompletableFuture<KeyId> rekey(RekeyCommand command) {
        CompletableFuture<KeyId> outcome = new CompletableFuture<>();
        boolean isTaken = context.run(() -> order(command, outcome));
        if (!isTaken) {
            outcome.completeExceptionally(new OperatorException("The stream " + settings.name() + " is closed."));
        }
        return outcome;
    }

    /// The key server orders a change to a key that is made from now on.
    void obey(String reason) {
        context.run(() -> {
            switch (status) {
                case SENDING -> rekeying.obey(reason);
                case STARTING -> earlyOrder = Optional.of(reason);
                case ENDED, FAILED -> {
                    // No packet follows that a new key would be for.
                }
            }
        });
    }

    /// The stream now; as it was when it closed, afterwards.
    ///
    /// @param outside what is wrong around it, to be told when nothing is wrong with the stream itself
    CompletableFuture<View> view(Optional<String> outside) {
        CompletableFuture<View> view = new CompletableFuture<>();
        if (!context.run(() -> view.complete(viewNow(outside)))) {
            view.complete(viewNow(Optional.empty()));
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
        if (handOver.hasNext()) {
            context.run(sendingOn);
        } else if (isSourceOver && status == Status.SENDING) {
            sourceFault.ifPresentOrElse(this::fail, this::end);
        }
    }

    @Override
    public void onEnd() {
        isSourceOver = true;
        onBatches();
    }

    @Override
    public void onFault(String sentence) {
        sourceFault = Optional.of(sentence);
        onEnd();
    }

    /// R1, and R2 when there is no key.
    private void begin() {
        if (firstKey == null && !isClosed && table.active().isEmpty()) {
            firstKey = new KeyRequest(office, Occasion.ON_DEMAND, KeyRequest.Patience.UNTIL_REFUSED, this);
            firstKey.ask();
        }
    }

    @Override
    public void onKey(EncryptionKey first) {
        problem = Optional.empty();
        status = Status.SENDING;
        rekeying.begin(first);
        earlyOrder.ifPresent(rekeying::obey);
        context.inform("The stream " + settings.name() + " sends to " + settings.group() + " under key " + first.id()
                + ".");
        source.start(handOver);
    }

    @Override
    public void onTrouble(String sentence, Duration pause) {
        if (!problem.equals(Optional.of(sentence))) {
            problem = Optional.of(sentence);
            context.warn(sentence);
        }
    }

    @Override
    public void onRefusal(String sentence) {
        fail(sentence);
    }

    private void order(RekeyCommand command, CompletableFuture<KeyId> outcome) {
        switch (status) {
            case SENDING -> rekeying.order(command, outcome);
            case STARTING -> refuse(outcome, "has no key yet" + problem.map(why -> " (" + why + ")").orElse("")
                    + ": wait until it sends.");
            case ENDED -> refuse(outcome, "has ended: there is nothing left to change the key of.");
            case FAILED -> refuse(outcome, "has stopped: start it again first.");
        }
    }

    private void refuse(CompletableFuture<KeyId> outcome, String predicate) {
        outcome.completeExceptionally(new OperatorException("The stream " + settings.name() + " " + predicate));
    }

    /// @return false if the network does not take it all now, or the stream has stopped
    private boolean sendOneBatch() {
        DatagramBatch sent = batch == null ? handOver.next() : batch;
        if (sent == null || status != Status.SENDING) {
            return status == Status.SENDING;
        }
        batch = sent;
        while (sent.hasNext()) {
            if (!sender.isWritable()) {
                waitForNetwork();
                return false;
            }
            ByteBuffer plaintext = sent.next();
            if (!sending.send(plaintext) && !(rekeying.takeOverAtLimit() && sending.send(plaintext))) {
                fail("The stream " + settings.name() + " stopped because key " + keys.inUse().id() + " has sealed "
                        + settings.rekeying().hardLimit() + " packets, the most it may: start the stream again, and"
                        + " let it change its key sooner.");
                return false;
            }
        }
        if (handOver.hasNext()) {
            sender.flushFull();
        } else {
            sender.flush();
        }
        batch = null;
        handOver.giveBack(sent);
        rekeying.checkUse();
        return true;
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
        rekeying.stop();
        context.time().after(KeyEnds.LASTING, context.loop(), keys::end);
        context.inform("The stream " + settings.name() + " has ended with its source.");
        sender.whenWritable(() -> ended.complete(null));
    }

    private void fail(String sentence) {
        status = Status.FAILED;
        problem = Optional.of(sentence);
        context.alarm(sentence);
        source.stop();
        sender.flush();
        wipe();
        ended.completeExceptionally(new OperatorException(sentence));
    }

    private void finish() {
        if (isClosed) {
            return;
        }
        isWaiting = false;
        while (status == Status.SENDING && (batch != null || handOver.hasNext()) && sendOneBatch()) {
            // Until all is sent, or the network takes no more.
        }
        isClosed = true;
        status = status == Status.FAILED ? Status.FAILED : Status.ENDED;
        wipe();
        office.reports().close();
        sender.close();
        ended.complete(null);
    }

    private void wipe() {
        if (firstKey != null) {
            firstKey.abandon(new CompletableFuture<>());
        }
        rekeying.stop();
        keyEnds.stop();
        keys.end();
        table.retireAll();
    }

    private View viewNow(Optional<String> outside) {
        return new View(new StreamSnapshot(settings.name(), settings.group(), settings.source().text(), status,
                problem.or(rekeying::trouble).or(network::sentence).or(
                        () -> outside.filter(told -> status == Status.SENDING)),
                keys.keyInUse(), rekeying.pending(),
                keys.lastChange(),
                settings.rekeying().leadTime(), settings.rekeying().cryptoPeriod(), sending.dataPackets(),
                sending.dataBytes(), handOver.oversized(), keys.announcedRekeys(), keys.immediateRekeys(),
                sending.keyIds()), table.rows());
    }
}
