package org.kagicast.keytable.sqlite;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.ReplicaTableContract;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.time.ManualTime;

/// The durable copy does all that the copy in memory does.
class SqliteReplicaTableTest extends ReplicaTableContract {

    @TempDir
    private Path folder;
    private final SecureRandom randomness = new SecureRandom();
    private int copies;

    @Override
    protected ReplicaTable copy() {
        KekFile kek = KekFile.create(folder.resolve("kek-" + copies), randomness);
        return SqliteReplicaTable.open(folder.resolve("copy-" + copies++ + ".db"), kek, randomness, new ManualTime());
    }
}
