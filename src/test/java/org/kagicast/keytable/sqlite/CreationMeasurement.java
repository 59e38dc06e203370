package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditLog;
import org.kagicast.audit.AuditSettings;
import org.kagicast.keytable.CreateOutcome;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.RandomKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.Witness;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.time.SystemTime;

/// Measures creating and finding keys, and what a bare sync costs on the same disk, in the same run:
/// `CreationMeasurement FOLDER SECONDS`, the folder on the disk in question.
final class CreationMeasurement {

    private CreationMeasurement() {
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "measured");
        long nanos = Long.parseLong(arguments[1]) * 1_000_000_000L;
        SecureRandom randomness = new SecureRandom();
        KekFile kek = KekFile.create(folder.resolve("kek"), randomness);
        System.out.println("bare sync before: " + sync(folder.resolve("bare")));
        try (SystemTime time = new SystemTime();
                KeyTable table = SqliteKeyTable.open(folder.resolve("key-table.db"), kek, new RandomKeyIds(randomness),
                        new TableLimits(10_000_000, 1_000, 10), randomness, time)) {
            create(table, 1, nanos / 4, Witness.none());
            for (int threads : new int[]{1, 2, 4, 8, 32}) {
                System.out.println(
                        threads + " creating: " + create(table, threads, nanos, Witness.none()) + " keys/s");
            }
            try (AuditLog audit = AuditLog.open(folder.resolve("audit.jsonl"), AuditSettings.DEFAULT, time)) {
                Witness<CreateOutcome> audited = outcome -> audit.submit(audited(((Created) outcome).key()));
                // With one caller at a time nothing is shared, as if each creation were a
                // transaction of its own.
                for (int threads : new int[]{1, 2, 4, 8, 32, 128}) {
                    System.out.println(threads + " creating, audited with a sync before each: "
                            + create(table, threads, nanos, audited) + " keys/s");
                }
            }
            System.out.println("1 finding: " + find(table, nanos) + " keys/s");
            System.out.println("keys in the table: " + table.describeAll().size());
        }
        System.out.println("bare sync after: " + sync(folder.resolve("bare")));
        long start = System.nanoTime();
        try (SystemTime time = new SystemTime();
                KeyTable table = SqliteKeyTable.open(folder.resolve("key-table.db"), kek, new RandomKeyIds(randomness),
                        new TableLimits(10_000_000, 1_000, 10), randomness, time)) {
            System.out.println("opened with every check in " + (System.nanoTime() - start) / 1_000_000 + " ms, "
                    + Files.size(folder.resolve("key-table.db")) / table.describeAll().size() + " bytes a key");
        }
    }

    private static AuditEvent audited(KeyRecord key) {
        KeyDescription about = key.description();
        return AuditEvent.keyCreated(new Identity("lab", Role.CONTENT_SERVER, about.owner()), about.line(),
                about.keyId()).at(about.revision());
    }

    private static long create(KeyTable table, int threads, long nanos, Witness<CreateOutcome> witness)
            throws InterruptedException {
        AtomicLong created = new AtomicLong();
        long start = System.nanoTime();
        Thread[] creators = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            StreamName stream = new StreamName("stream-" + i);
            table.policy().own(stream, new NodeName("cs-1"));
            creators[i] = Thread.ofPlatform().start(() -> {
                while (System.nanoTime() - start < nanos) {
                    KeyCreationRequest request = new KeyCreationRequest(new NodeName("cs-1"), stream,
                            CipherSuite.AES_256_GCM,
                            UUID.randomUUID());
                    try (KeyRecord key = ((Created) table.create(request, witness)).key()) {
                        created.addAndGet(key.encryptionKey().isPresent() ? 1 : 0);
                    }
                }
            });
        }
        for (Thread creator : creators) {
            creator.join();
        }
        return created.get() * 1_000_000_000L / (System.nanoTime() - start);
    }

    private static long find(KeyTable table, long nanos) {
        KeyId keyId = table.describeAll().getFirst().keyId();
        long start = System.nanoTime();
        long found = 0;
        while (System.nanoTime() - start < nanos) {
            try (KeyRecord key = table.find(keyId).orElseThrow()) {
                found += key.decryptionKey().isPresent() ? 1 : 0;
            }
        }
        return found * 1_000_000_000L / (System.nanoTime() - start);
    }

    private static String sync(Path file) throws IOException {
        long[] costs = new long[300];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            for (int i = 0; i < costs.length; i++) {
                channel.write(ByteBuffer.allocate(4_096));
                long start = System.nanoTime();
                channel.force(false);
                costs[i] = System.nanoTime() - start;
            }
        }
        long mean = Arrays.stream(costs).sum() / costs.length / 1_000;
        Arrays.sort(costs);
        return "mean " + mean + " µs, median " + costs[costs.length / 2] / 1_000 + " µs, 99 % "
                + costs[costs.length * 99 / 100] / 1_000 + " µs";
    }
}
