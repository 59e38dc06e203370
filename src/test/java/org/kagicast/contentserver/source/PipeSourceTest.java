package org.kagicast.contentserver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.StreamName;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.time.SystemTime;

/// Named pipes as sources.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeSourceTest {

    private static final int LARGEST = 1400;

    @TempDir
    private Path folder;

    private Path pipe;

    @BeforeEach
    void make() throws IOException, InterruptedException {
        pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    }

    @Test
    @DisplayName("a source that is stopped while its pipe stalls lets go of it, and takes nothing from the next reader")
    void stalls() throws IOException, InterruptedException {
        try (MulticastTransport transport = MulticastTransport.open(1);
                SystemTime time = new SystemTime();
                RandomAccessFile writer = new RandomAccessFile(pipe.toFile(), "rw")) {
            Source source = open(transport, time);
            source.start(new Collector(time, LARGEST));
            Thread reader = reader();
            writer.write(1);
            try (var left = new FileInputStream(writer.getFD())) {
                while (left.available() > 0) {
                    Thread.onSpinWait();
                }
                source.stop();
                assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
            }
        }
    }

    private Source open(MulticastTransport transport, SystemTime time) {
        return new SourceOpener(transport, time, InputStream.nullInputStream(), SourceThreads.SHARED)
                .open(Sources.parse("file:" + pipe + "?rate=10M"), new StreamName("news"), LARGEST, transport.loop());
    }

    private Thread reader() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kagicast-source file:" + pipe)).findAny().orElseThrow();
    }
}
