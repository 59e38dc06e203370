package org.kagicast.contentserver.send;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.source.DatagramBatch;
import org.kagicast.contentserver.source.SourceOutlet;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;

/// The way from a source's thread to its stream's. A few batches go round and round, made as they are needed: when all are
/// under way the source waits, and the stream never does. Batches that were sent go back several at once, while others are
/// still to be sent, so that a source as fast as the network is not woken for each; and there are enough of them that the
/// stream has work until a source that has to wait for a processor is running again.
public final class BatchQueue implements SourceOutlet {

    private static final int FEWEST_BATCHES = 8;
    public static final int MOST_BATCHES = 32;
    private static final int MOST_TOLD = 32;
    /// As many batches as fit in here, so that streams of long datagrams do not fill the memory.
    private static final int ROOM = 4 << 20;

    /// What the stream does about it, on its thread.
    public interface Receiver {

        /// There are batches to be had from [BatchQueue#next].
        void onBatches();

        /// The source has nothing more.
        void onEnd();

        /// The source cannot go on.
        void onFault(CodedMessage sentence);
    }

    private final StreamContext context;
    private final Receiver receiver;
    private final Runnable telling = this::tell;
    private final int largestPayload;
    private final int mostBatches;
    private final int goBackTogether;
    /// How many batches there are.
    private final AtomicInteger made = new AtomicInteger();
    private final BlockingQueue<DatagramBatch> empty;
    private final Queue<DatagramBatch> filled;
    /// The stream's.
    private final List<DatagramBatch> sent;
    private final AtomicBoolean isTold = new AtomicBoolean();
    private final AtomicLong oversized = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Set<CodedMessage> told = Collections.synchronizedSet(new LinkedHashSet<>());
    /// What was told once is not logged again.
    private final Set<CodedMessage> logged = ConcurrentHashMap.newKeySet();
    private volatile Optional<CodedMessage> trouble = Optional.empty();
    private volatile Optional<CodedMessage> dropTrouble = Optional.empty();

    public BatchQueue(StreamContext context, int largestPayload, Receiver receiver) {
        this.context = context;
        this.receiver = receiver;
        this.largestPayload = largestPayload;
        int batches = Math.clamp(ROOM / DatagramBatch.bytes(largestPayload), FEWEST_BATCHES, MOST_BATCHES);
        this.mostBatches = batches;
        this.goBackTogether = batches / 2;
        this.empty = new ArrayBlockingQueue<>(batches);
        this.filled = new ArrayBlockingQueue<>(batches);
        this.sent = new ArrayList<>(batches);
    }

    @Override
    public DatagramBatch take() throws InterruptedException {
        DatagramBatch free = freeOrNew();
        return free == null ? empty.take() : free;
    }

    @Override
    public Optional<DatagramBatch> takeIfFree() {
        return Optional.ofNullable(freeOrNew());
    }

    /// A slow stream never needs more than one or two. Several sources of one stream may ask at once.
    private @Nullable DatagramBatch freeOrNew() {
        DatagramBatch free = empty.poll();
        if (free != null) {
            return free;
        }
        return made.getAndUpdate(count -> Math.min(count + 1, mostBatches)) < mostBatches
                ? new DatagramBatch(largestPayload)
                : null;
    }

    @Override
    public void hand(DatagramBatch batch) {
        filled.add(batch);
        if (isTold.compareAndSet(false, true)) {
            context.run(telling);
        }
    }

    private void tell() {
        isTold.set(false);
        receiver.onBatches();
    }

    @Override
    public void refuseOversized(int bytes, int most) {
        long count = oversized.incrementAndGet();
        CodedMessage told = StreamMessage.OVERSIZED.with(count, context.stream(), bytes, most);
        trouble = Optional.of(told);
        if (count == 1) {
            context.warn(told.then(StreamMessage.FURTHER_COUNTED.with()));
        }
    }

    @Override
    public void drop(int datagrams) {
        long count = dropped.addAndGet(datagrams);
        CodedMessage told = StreamMessage.SOURCE_TOO_FAST.with(count, context.stream());
        dropTrouble = Optional.of(told);
        if (count == datagrams) {
            context.warn(told.then(StreamMessage.FURTHER_COUNTED.with()));
        }
    }

    @Override
    public void tell(CodedMessage sentence) {
        if (told.contains(sentence) || (logged.size() >= MOST_TOLD && !logged.contains(sentence))) {
            return;
        }
        told.add(sentence);
        if (logged.add(sentence)) {
            context.warn(sentence);
        }
    }

    @Override
    public void takeBack(CodedMessage sentence) {
        told.remove(sentence);
    }

    @Override
    public void end() {
        context.run(receiver::onEnd);
    }

    @Override
    public void fail(CodedMessage sentence) {
        context.run(() -> receiver.onFault(sentence));
    }

    /// The next batch, for the stream; null if there is none now.
    @Nullable
    public DatagramBatch next() {
        return filled.poll();
    }

    public boolean hasNext() {
        return !filled.isEmpty();
    }

    /// Gives a batch back to the source, for the stream.
    public void giveBack(DatagramBatch batch) {
        batch.clear();
        sent.add(batch);
        if (sent.size() >= goBackTogether || filled.isEmpty()) {
            empty.addAll(sent);
            sent.clear();
        }
    }

    /// What was told of the source, one sentence after the other. Safe from any thread.
    public Optional<CodedMessage> note() {
        synchronized (told) {
            return CodedMessage.joined(told.stream());
        }
    }

    /// What of the source is not sent, and why. Safe from any thread.
    public Optional<CodedMessage> trouble() {
        return trouble.or(() -> dropTrouble);
    }

    /// Source datagrams refused so far. Safe from any thread.
    public long oversized() {
        return oversized.get();
    }
}
