package org.kagicast.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.kagicast.time.SystemTime;

/// Measures auditing, entries that are synced and entries that are not: `AuditMeasurement FOLDER SECONDS`, the folder on
/// the disk in question.
final class AuditMeasurement {

    private AuditMeasurement() {
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "measured");
        long nanos = Long.parseLong(arguments[1]) * 1_000_000_000L;
        AuditSettings settings = new AuditSettings(1L << 30, 4_096, Duration.ofSeconds(2), 8_192,
                Set.of(AuditAction.GRANTED));
        try (SystemTime time = new SystemTime();
                AuditLog log = AuditLog.open(folder.resolve("audit.jsonl"), settings, time)) {
            record(log, AuditFixture.given(7), 1, nanos / 2);
            for (int threads : new int[]{1, 8}) {
                System.out.println(threads + " not synced: " + record(log, AuditFixture.given(7), threads, nanos)
                        + " entries/s");
                System.out.println(threads + " synced: " + record(log, AuditFixture.granted(), threads, nanos)
                        + " entries/s");
            }
        }
        long start = System.nanoTime();
        AuditVerification result = AuditVerifier.verify(folder.resolve("audit.jsonl"));
        System.out.println(result + " after " + (System.nanoTime() - start) / 1_000_000 + " ms, "
                + Files.size(folder.resolve("audit.jsonl")) + " bytes");
    }

    private static long record(AuditLog log, AuditEvent event, int threads, long nanos) throws InterruptedException {
        AtomicLong recorded = new AtomicLong();
        long start = System.nanoTime();
        Thread[] callers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            callers[i] = Thread.ofPlatform().start(() -> {
                while (System.nanoTime() - start < nanos) {
                    log.record(event);
                    recorded.incrementAndGet();
                }
            });
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return recorded.get() * 1_000_000_000L / (System.nanoTime() - start);
    }
}
