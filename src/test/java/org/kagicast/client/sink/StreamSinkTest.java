package org.kagicast.client.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.client.sink.StreamSink.OnFault;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;

@Timeout(30)
class StreamSinkTest {

    private static final long ROOM = 64L << 20;

    private final ManualTime time = new ManualTime();
    private final Disk disk = new Disk();

    /// Takes so many bytes more.
    private static final class Disk extends OutputStream {

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private int room = Integer.MAX_VALUE;

        synchronized void leave(int bytes) {
            room = bytes;
        }

        synchronized String text() {
            return written.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void write(int value) {
            throw new AssertionError("byte by byte");
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            int taken = Math.min(room, length);
            room -= taken;
            written.write(bytes, offset, taken);
            if (taken < length) {
                throw new PartialWrite(taken, new IOException("No space left on device"));
            }
        }
    }

    @Test
    @DisplayName("a named pipe that nobody reads yet keeps nobody waiting, and who reads it then gets all")
    void pipeWithoutReader(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("a.fifo");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        CompletableFuture<Sink> opened = CompletableFuture
                .supplyAsync(() -> Sinks.file(new SinkSpec.File(pipe, false), time, ROOM));
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        try {
            give(opened.get(10, TimeUnit.SECONDS), "0123456789");
        } finally {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    read.complete(Files.readAllBytes(pipe));
                } catch (IOException fault) {
                    read.completeExceptionally(fault);
                }
            });
            opened.get(10, TimeUnit.SECONDS).close();
        }
        assertThat(read.get(10, TimeUnit.SECONDS)).asString().isEqualTo("0123456789");
    }

    @Test
    @DisplayName("a full disk is told and tried again, and nothing is missing once there is room")
    void fullDisk() throws InterruptedException {
        StreamSink sink = new StreamSink(ClientMessage.SINK_FILE.with("/tmp/a.ts"), disk, OnFault.TRY_AGAIN, time,
                ROOM);
        disk.leave(5);
        give(sink, "0123456789");
        await(() -> sink.problem().map(CodedMessage::text).isPresent());
        assertThat(sink.problem().map(CodedMessage::text).orElseThrow()).contains("file /tmp/a.ts",
                "No space left on device", "make room");
        disk.leave(2);
        time.turn(StreamSink.AGAIN_AFTER);
        await(() -> disk.text().length() == 7);
        give(sink, "abc");
        assertThat(sink.problem().map(CodedMessage::text)).isPresent();

        disk.leave(1000);
        await(() -> {
            time.turn(StreamSink.AGAIN_AFTER);
            return sink.problem().map(CodedMessage::text).isEmpty();
        });
        sink.close();

        assertThat(disk.text()).isEqualTo("0123456789abc");
        assertThat(sink.loss().map(CodedMessage::text)).isEmpty();
        assertThat(sink.whenEnded()).isNotDone();
    }

    @Test
    @DisplayName("what finds no room while a disk is full is counted, and told for good")
    void lossIsCounted() throws InterruptedException {
        StreamSink sink = new StreamSink(ClientMessage.SINK_FILE.with("/tmp/a.ts"), disk, OnFault.TRY_AGAIN, time,
                ROOM);
        disk.leave(0);
        byte[] much = new byte[1 << 20];
        for (int i = 0; i < 70; i++) {
            sink.data(ByteBuffer.wrap(much));
        }
        await(() -> sink.problem().map(CodedMessage::text).isPresent());
        disk.leave(Integer.MAX_VALUE);
        await(() -> {
            time.turn(StreamSink.AGAIN_AFTER);
            return sink.problem().map(CodedMessage::text).isEmpty();
        });
        sink.close();

        long lost = 70L * much.length - disk.text().length();
        assertThat(lost).isBetween(1L << 20, 10L << 20);
        assertThat(sink.loss().map(CodedMessage::text).orElseThrow())
                .startsWith(lost + " bytes for the file /tmp/a.ts were dropped");
    }

    @Test
    @DisplayName("a pipe whose reader has gone ends the sink with a sentence")
    void closedPipe() {
        StreamSink sink = new StreamSink(ClientMessage.SINK_STANDARD_OUTPUT.with(), disk, OnFault.END, time, ROOM);
        disk.leave(0);
        give(sink, "anything");

        assertThatThrownBy(() -> sink.whenEnded().get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(OperatorException.class)
                .hasMessageContaining("standard output takes no more bytes");
        assertThat(sink.problem().map(CodedMessage::text)).isPresent();
        assertThat(sink.loss().map(CodedMessage::text).orElseThrow()).startsWith("8 bytes");
        sink.close();
    }

    @Test
    @DisplayName("closing does not wait long for a disk that stays full, and what is lost is known then")
    void closesWhileFull() throws InterruptedException {
        StreamSink sink = new StreamSink(ClientMessage.SINK_FILE.with("/tmp/a.ts"), disk, OnFault.TRY_AGAIN, time,
                ROOM);
        disk.leave(0);
        give(sink, "anything");
        await(() -> sink.problem().map(CodedMessage::text).isPresent());
        sink.close();
        assertThat(sink.loss().map(CodedMessage::text).orElseThrow()).startsWith("8 bytes");
    }

    @Test
    @DisplayName("closing waits 3 seconds in all for a pipe that takes one piece more and then nothing")
    void closesWhileSlow() {
        StreamSink sink = new StreamSink(CodedMessage.plain("pipe"), new SlowPipe(), OnFault.END, time, ROOM);
        ByteBuffer chunk = ByteBuffer.allocate(64 << 10);
        for (int i = 0; i < 1_026; i++) {
            sink.data(chunk.duplicate());
        }

        long began = System.nanoTime();
        sink.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    /// Takes a chunk after two and a half seconds, and nothing more.
    private static final class SlowPipe extends OutputStream {

        private final CountDownLatch never = new CountDownLatch(1);
        private boolean isStuck;

        @Override
        public void write(int value) {
            throw new AssertionError("byte by byte");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                if (isStuck) {
                    never.await();
                }
                isStuck = true;
                assertThat(never.await(2_500, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException stopped) {
                throw new InterruptedIOException();
            }
        }
    }

    @Test
    @DisplayName("a file is written anew, whole")
    void realFile(@TempDir Path folder) throws IOException {
        Path path = Files.writeString(folder.resolve("a.ts"), "what was there before, longer");
        Sink sink = Sinks.file(new SinkSpec.File(path, false), time, ROOM);
        give(sink, "new");
        sink.close();
        assertThat(path).hasContent("new");
        assertThatThrownBy(() -> Sinks.file(new SinkSpec.File(folder.resolve("no/such/folder"), false), time, ROOM))
                .isInstanceOf(OperatorException.class);
    }

    private static void give(Sink sink, String text) {
        sink.data(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        sink.batchEnd();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName("pipes whose readers have stopped hold up nothing else in the program")
    void stalledPipes(@TempDir Path folder) throws IOException, InterruptedException {
        List<RandomAccessFile> readers = new ArrayList<>();
        List<Sink> sinks = new ArrayList<>();
        try {
            for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
                Path path = pipe(folder, "pipe" + i);
                readers.add(new RandomAccessFile(path.toFile(), "rw"));
                sinks.add(Sinks.file(new SinkSpec.File(path, false), time, ROOM));
            }
            byte[] more = new byte[1 << 20];
            for (Sink sink : sinks) {
                sink.data(ByteBuffer.wrap(more));
                sink.batchEnd();
            }
            Thread other = Thread.ofVirtual().unstarted(() -> {
            });
            try (var first = new FileInputStream(readers.getFirst().getFD())) {
                await(() -> atHand(first) > 0);
                other.start();
                assertThat(other.join(Duration.ofSeconds(10))).isTrue();
            }
        } finally {
            for (RandomAccessFile reader : readers) {
                reader.close();
            }
            sinks.forEach(Sink::close);
        }
    }

    private static int atHand(FileInputStream in) {
        try {
            return in.available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path pipe(Path folder, String name) throws IOException, InterruptedException {
        Path path = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
        return path;
    }

    @Test
    @DisplayName("a file is overwritten at each start, or goes on behind what it holds where that is asked for")
    void appended(@TempDir Path folder) throws Exception {
        NodeName screen = new NodeName("screen");
        Path kept = folder.resolve("screen.ts");
        SinkSpec append = SinkSpec.parse("file:" + folder + "/%n.ts?append", screen);
        assertThat(append.toString()).isEqualTo("file:" + kept + "?append");

        for (SinkSpec spec : List.of(append, append, SinkSpec.parse("file:" + folder + "/other.ts", screen),
                SinkSpec.parse("file:" + folder + "/other.ts", screen))) {
            try (Sink sink = Sinks.file((SinkSpec.File) spec, time, ROOM)) {
                sink.data(ByteBuffer.wrap("ts".getBytes(StandardCharsets.UTF_8)));
                sink.batchEnd();
            }
        }

        assertThat(kept).hasContent("tsts");
        assertThat(folder.resolve("other.ts")).hasContent("ts");
    }
}
