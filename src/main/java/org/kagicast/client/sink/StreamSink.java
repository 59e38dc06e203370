package org.kagicast.client.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes all payloads, one after the other, to an output stream. A thread of its own does the writing, so that a slow
/// disk or a full pipe does not stop the receiving; when it falls too far behind, payloads are dropped, counted and told.
///
/// A write that fails is told in the log and in the status. On a disk it is tried again, from the byte on that was not
/// written, until it works or the sink is closed; a pipe that nobody reads any more ends the sink for good.
public final class StreamSink implements Sink {

    static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(StreamSink.class);

    private static final int CHUNK_BYTES = 64 << 10;
    private static final int FEWEST_CHUNKS = 4;
    private static final long SECONDS_TO_FINISH = 3;
    /// No chunk that carries something is empty.
    private static final byte[] END = {};

    /// What a fault of writing means.
    public enum OnFault {
        /// It may pass.
        TRY_AGAIN,
        /// Nobody is there any more.
        END
    }

    private final CodedMessage what;
    private final OutputStream output;
    private final OnFault onFault;
    private final Time time;
    private final BlockingQueue<byte[]> chunks;
    private final Thread writer;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicLong lostBytes = new AtomicLong();
    private byte[] chunk = new byte[CHUNK_BYTES];
    private int filled;
    private volatile boolean closed;
    private volatile @Nullable CodedMessage problem;

    /// @param what names the sink in sentences, as [ClientMessage#SINK_FILE]
    /// @param output tells with a [PartialWrite] if it has written a part; closed with this sink
    /// @param room bytes that may wait to be written
    public StreamSink(CodedMessage what, OutputStream output, OnFault onFault, Time time, long room) {
        this.chunks = new ArrayBlockingQueue<>((int) Math.max(FEWEST_CHUNKS, room / CHUNK_BYTES));
        this.what = what;
        this.output = output;
        this.onFault = onFault;
        this.time = time;
        this.writer = threads(onFault).name("kagicast-sink-" + what).start(this::write);
    }

    /// Who waits for the other end of a pipe may do so for ever, and holds up nobody else.
    private static Thread.Builder threads(OnFault onFault) {
        return switch (onFault) {
            case TRY_AGAIN -> Thread.ofVirtual();
            case END -> Thread.ofPlatform().daemon();
        };
    }

    @Override
    public void data(ByteBuffer payload) {
        int at = payload.position();
        for (int left = payload.remaining(); left > 0;) {
            int taken = Math.min(left, CHUNK_BYTES - filled);
            payload.get(at, chunk, filled, taken);
            filled += taken;
            at += taken;
            left -= taken;
            if (filled == CHUNK_BYTES) {
                handOver();
            }
        }
    }

    @Override
    public void batchEnd() {
        if (filled > 0 && chunks.isEmpty()) {
            handOver();
        }
    }

    @Override
    public Optional<CodedMessage> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public Optional<CodedMessage> loss() {
        long bytes = lostBytes.get();
        return bytes == 0
                ? Optional.empty()
                : Optional.of(ClientMessage.SINK_TOO_SLOW.with(bytes, what));
    }

    @Override
    public CompletableFuture<Void> whenEnded() {
        return ended;
    }

    /// Waits until all is written, at most 4 seconds.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (filled > 0) {
            handOver();
        }
        try {
            var _ = chunks.offer(END);
            writer.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_FINISH));
            writer.interrupt();
            // What it gives up is known when this returns, unless the system holds it.
            writer.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            writer.interrupt();
        }
    }

    private void handOver() {
        byte[] full = filled == CHUNK_BYTES ? chunk : Arrays.copyOf(chunk, filled);
        if (!chunks.offer(full) && lostBytes.getAndAdd(full.length) == 0) {
            LOG.warn("{} What is dropped further is only counted.", loss().map(CodedMessage::text).orElse(""));
        }
        chunk = filled == CHUNK_BYTES ? new byte[CHUNK_BYTES] : chunk;
        filled = 0;
    }

    private void write() {
        try (output) {
            output.flush(); // Whoever reads a pipe meets a writer, also before there is something to read.
            for (byte[] next = next(); next.length > 0; next = next()) {
                writeWhole(next);
            }
        } catch (IOException fault) {
            stop(fault);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            chunks.forEach(rest -> lostBytes.addAndGet(rest.length));
            loss().ifPresent(sentence -> LOG.error("{}", sentence));
        }
    }

    /// While chunks wait there may be no room for the end.
    private byte[] next() throws InterruptedException {
        return closed && chunks.isEmpty() ? END : chunks.take();
    }

    private void writeWhole(byte[] bytes) throws IOException, InterruptedException {
        int written = 0;
        try {
            while (written < bytes.length) {
                try {
                    output.write(bytes, written, bytes.length - written);
                    written = bytes.length;
                    if (chunks.isEmpty()) {
                        output.flush();
                    }
                } catch (PartialWrite part) {
                    written += part.written();
                    waitAfter(part);
                }
            }
        } finally {
            lostBytes.addAndGet(bytes.length - written);
        }
        if (problem != null) {
            LOG.info("The {} takes bytes again.", what);
            problem = null;
        }
    }

    private void waitAfter(PartialWrite fault) throws IOException, InterruptedException {
        if (onFault == OnFault.END) {
            throw fault;
        }
        if (problem == null) {
            CodedMessage sentence = ClientMessage.SINK_RETRIES.with(what, String.valueOf(fault.getMessage()));
            LOG.error("{}", sentence);
            problem = sentence;
        }
        time.sleepUntil(time.nanos() + AGAIN_AFTER.toNanos());
    }

    private void stop(IOException fault) {
        CodedMessage sentence = ClientMessage.SINK_ENDED.with(what, String.valueOf(fault.getMessage()));
        problem = sentence;
        LOG.error("{}", sentence);
        ended.completeExceptionally(new OperatorException(sentence, fault));
    }
}
