package org.kagicast.contentserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.source.DatagramBatch;
import org.kagicast.contentserver.source.SourceOutlet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way from a source's thread to its stream's. A few batches go round and round: when all are under way the source
/// waits, and the stream never does. Batches that were sent go back several at once, while others are still to be sent, so
/// that a source as fast as the network is not woken for each; and there are enough of them that the stream has work
/// until a source that has to wait for a processor is running again.
final class HandOver implements SourceOutlet {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private static final int FEWEST_BATCHES = 8;
    static final int MOST_BATCHES = 32;
    /// As many batches as fit in here, so that streams of long datagrams do not fill the memory.
    private static final int ROOM = 4 << 20;

    /// What the stream does about it, on its thread.
    interface Receiver {

        /// There are batches to be had from [HandOver#next].
        void onBatches();

        /// The source has nothing more.
        void onEnd();

        /// The source cannot go on.
        void onFault(String sentence);
    }

    private final StreamContext context;
    private final Receiver receiver;
    private final Runnable telling = this::tell;
    private final int goBackTogether;
    private final BlockingQueue<DatagramBatch> empty;
    private final Queue<DatagramBatch> filled;
    /// The stream's.
    private final List<DatagramBatch> sent;
    private final AtomicBoolean isTold = new AtomicBoolean();
    private final AtomicLong oversized = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    HandOver(StreamContext context, int largestPayload, Receiver receiver) {
        this.context = context;
        this.receiver = receiver;
        int batches = Math.clamp(ROOM / DatagramBatch.bytes(largestPayload), FEWEST_BATCHES, MOST_BATCHES);
        this.goBackTogether = batches / 2;
        this.empty = new ArrayBlockingQueue<>(batches);
        this.filled = new ArrayBlockingQueue<>(batches);
        this.sent = new ArrayList<>(batches);
        for (int i = 0; i < batches; i++) {
            empty.add(new DatagramBatch(largestPayload));
        }
    }

    @Override
    public DatagramBatch take() throws InterruptedException {
        return empty.take();
    }

    @Override
    public Optional<DatagramBatch> takeIfFree() {
        return Optional.ofNullable(empty.poll());
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
    public void refuseOversized(int bytes) {
        if (oversized.incrementAndGet() == 1) {
            String sentence = "A datagram of " + bytes + " bytes for " + context.stream()
                    + " is longer than the largest payload and was refused: make the source send shorter ones.";
            LOG.warn("{} Further ones are only counted.", sentence);
            context.warn(sentence);
        }
    }

    @Override
    public void drop(int datagrams) {
        if (dropped.getAndAdd(datagrams) == 0) {
            String sentence = "The source of " + context.stream()
                    + " gives more than the network takes, and datagrams were dropped: make it slower.";
            LOG.warn("{} Further ones are not logged.", sentence);
            context.warn(sentence);
        }
    }

    @Override
    public void tell(String sentence) {
        LOG.warn("{}", sentence);
        context.warn(sentence);
    }

    @Override
    public void end() {
        context.run(receiver::onEnd);
    }

    @Override
    public void fail(String sentence) {
        context.run(() -> receiver.onFault(sentence));
    }

    /// The next batch, for the stream; null if there is none now.
    @Nullable
    DatagramBatch next() {
        return filled.poll();
    }

    boolean hasNext() {
        return !filled.isEmpty();
    }

    /// Gives a batch back to the source, for the stream.
    void giveBack(DatagramBatch batch) {
        batch.clear();
        sent.add(batch);
        if (sent.size() >= goBackTogether || filled.isEmpty()) {
            empty.addAll(sent);
            sent.clear();
        }
    }

    /// Source datagrams refused so far. Safe from any thread.
    long oversized() {
        return oversized.get();
    }
}
