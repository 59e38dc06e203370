package org.kagicast.client.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// Writes all payloads, one after the other, to an output stream. A thread of its own does the writing, so that a slow
/// disk or a full pipe does not stop the receiving; when it falls too far behind, payloads are dropped and the problem
/// is told.
public final class StreamSink implements Sink {

    private static final int CHUNK_BYTES = 64 << 10;
    private static final int CHUNKS = 1024;
    private static final long SECONDS_TO_FINISH = 3;
    /// No chunk that carries something is empty.
    private static final byte[] END = {};

    private final String what;
    private final OutputStream output;
    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
    private final Thread writer;
    private byte[] chunk = new byte[CHUNK_BYTES];
    private int filled;
    private boolean closed;
    private volatile @Nullable String problem;

    /// @param what names the sink in sentences, such as "file /tmp/a.ts"
    /// @param output closed with this sink
    public StreamSink(String what, OutputStream output) {
        this.what = what;
        this.output = output;
        this.writer = Thread.ofVirtual().name("kagicast-sink-" + what).start(this::write);
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
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /// Waits until all is written, at most 3 seconds.
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
            chunks.offer(END, SECONDS_TO_FINISH, TimeUnit.SECONDS);
            writer.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_FINISH));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        writer.interrupt();
    }

    private void handOver() {
        byte[] full = filled == CHUNK_BYTES ? chunk : Arrays.copyOf(chunk, filled);
        if (!chunks.offer(full) && problem == null) {
            problem = "The " + what + " takes bytes more slowly than they come, and some were dropped: "
                    + "write to a faster place.";
        }
        chunk = filled == CHUNK_BYTES ? new byte[CHUNK_BYTES] : chunk;
        filled = 0;
    }

    private void write() {
        try (output) {
            for (byte[] next = chunks.take(); next.length > 0; next = chunks.take()) {
                output.write(next);
                if (chunks.isEmpty()) {
                    output.flush();
                }
            }
        } catch (IOException e) {
            problem = "The " + what + " takes no more bytes (" + e.getMessage() + "): see to it and start the client "
                    + "again.";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
