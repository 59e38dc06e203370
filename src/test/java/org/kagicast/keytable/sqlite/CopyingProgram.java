package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.kagicast.keytable.Changes;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.time.SystemTime;

/// Applies batches to a copy until it is killed, and writes a line with each revision that it has reached:
/// `CopyingProgram COPY KEK`. What a batch holds follows from its revisions.
final class CopyingProgram {

    /// Each makes nine keys, destroys the first of the batch before, and grants the last client, which the next revokes.
    static final int BATCH = 12;

    private static final int KEYS = 9;

    private CopyingProgram() {
    }

    public static void main(String[] arguments) throws IOException {
        SqliteReplicaTable copy = SqliteReplicaTable.open(Path.of(arguments[0]), new KekFile(Path.of(arguments[1])),
                new SecureRandom(), new SystemTime());
        if (copy.tableId().isEmpty()) {
            copy.startOver("table");
        }
        // Unbuffered, and each line one system call.
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        while (true) {
            long reached = copy.revision() + BATCH;
            copy.apply(batch(reached / BATCH), new ReplicaTable.Reached(reached, "epoch", true));
            out.write((reached + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static List<TableChange> batch(long number) {
        long before = (number - 1) * BATCH;
        List<TableChange> changes = new ArrayList<>();
        for (int i = 1; i <= KEYS; i++) {
            changes.add(Changes.key(before + i, KeyState.ACTIVE, before + i));
        }
        changes.add(Changes.key(Math.max(1, before - BATCH + 1), number == 1 ? KeyState.ACTIVE : KeyState.DESTROYED,
                before + KEYS + 1));
        changes.add(Changes.grant(client(number), Standing.GIVEN, before + KEYS + 2));
        changes.add(Changes.revocation(client(number - 1), before + KEYS + 3));
        return changes;
    }

    private static NodeName client(long batch) {
        return new NodeName("client-" + batch);
    }

    /// Looks for all that the batches up to a revision leave, and no more.
    static void assertAsOf(ReplicaTable copy, long revision) {
        long batches = revision / BATCH;
        List<Long> living = LongStream.rangeClosed(1, batches).boxed()
                .flatMap(batch -> LongStream.rangeClosed(batch < batches ? 2 : 1, KEYS)
                        .mapToObj(i -> (batch - 1) * BATCH + i))
                .toList();
        assertThat(copy.describeAll()).extracting(key -> key.keyId().value()).isEqualTo(living);
        for (long keyId : living) {
            try (KeyRecord key = copy.find(new KeyId(keyId)).orElseThrow()) {
                assertThat(key.decryptionKey()).contains(Changes.baseKey(keyId));
            }
        }
        for (long batch = 0; batch <= batches; batch++) {
            assertThat(copy.policy().isRevoked(Member.client(client(batch)))).isEqualTo(batch < batches);
        }
        if (batches > 0) {
            assertThat(copy.policy().refusal(client(batches), new KeyLine(Changes.NEWS))).isEmpty();
        }
    }
}
