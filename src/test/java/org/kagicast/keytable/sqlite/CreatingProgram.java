package org.kagicast.keytable.sqlite;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.RandomKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.time.SystemTime;

/// Creates keys until it is killed, and writes a line with the key ID and fingerprint of each key that it was answered:
/// `CreatingProgram TABLE KEK THREADS`.
final class CreatingProgram {

    private CreatingProgram() {
    }

    public static void main(String[] arguments) {
        SecureRandom randomness = new SecureRandom();
        SqliteKeyTable table = SqliteKeyTable.open(Path.of(arguments[0]), new KekFile(Path.of(arguments[1])),
                new RandomKeyIds(randomness), new TableLimits(10_000_000, 10, 10), randomness, new SystemTime());
        // Unbuffered, and each line one system call.
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            StreamName stream = new StreamName("stream-" + i);
            table.policy().own(stream, new NodeName("cs-1"));
            Thread.ofPlatform().start(() -> {
                while (true) {
                    create(table, stream, out);
                }
            });
        }
    }

    private static void create(SqliteKeyTable table, StreamName stream, FileOutputStream out) {
        KeyCreationRequest request = new KeyCreationRequest(new NodeName("cs-1"), stream, CipherSuite.AES_256_GCM,
                UUID.randomUUID());
        try (KeyRecord key = ((Created) table.create(request)).key()) {
            out.write((key.description().keyId() + " " + key.description().fingerprint() + "\n")
                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
