package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A source that ends when it is told to, and of which it is known to the byte what was in it: the numbers from 0 on, 8
/// bytes each, through a pipe. So whoever wrote down what a client delivered can be held against all that was sent.
final class NumberedSource implements AutoCloseable {

    private static final int AT_ONCE = 512;

    private final Path pipe;
    private final CompletableFuture<Long> written = new CompletableFuture<>();
    private volatile boolean isOver;

    private NumberedSource(Path pipe) {
        this.pipe = pipe;
    }

    /// Begins as soon as somebody reads.
    static NumberedSource start(Path folder) {
        Path pipe = folder.resolve("source.pipe");
        Program.start(folder, "mkfifo", pipe.toString()).succeed(Duration.ofSeconds(30));
        NumberedSource source = new NumberedSource(pipe);
        Thread.ofPlatform().daemon().name("numbered-source").start(source::write);
        return source;
    }

    /// @param bitsPerSecond as a source's option has it, such as 2M
    String option(String bitsPerSecond) {
        return "file:" + pipe + "?rate=" + bitsPerSecond;
    }

    private void write() {
        try (OutputStream out = Files.newOutputStream(pipe)) {
            long next = 0;
            ByteBuffer part = ByteBuffer.allocate(Long.BYTES * AT_ONCE);
            while (!isOver) {
                part.clear();
                for (int i = 0; i < AT_ONCE; i++) {
                    part.putLong(next++);
                }
                out.write(part.array());
            }
            written.complete(next);
        } catch (IOException fault) {
            written.completeExceptionally(fault);
        }
    }

    /// Writes no more.
    ///
    /// @return how many numbers there are in it
    long end() throws Exception {
        isOver = true;
        return written.get(60, TimeUnit.SECONDS);
    }

    /// Sees that a file holds every number, each once, in order.
    static void assertWhole(Path file, long numbers) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DataInputStream read = new DataInputStream(new BufferedInputStream(in, 1 << 16))) {
            for (long expected = 0; expected < numbers; expected++) {
                assertThat(next(read)).as("in " + file.getFileName()).isEqualTo(expected);
            }
            assertThat(in.read()).as("the end of " + file.getFileName()).isNegative();
        }
    }

    private static long next(DataInputStream in) throws IOException {
        try {
            return in.readLong();
        } catch (EOFException early) {
            return -1;
        }
    }

    @Override
    public void close() {
        isOver = true;
    }
}
