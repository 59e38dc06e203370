package org.kagicast.keytable.sqlite;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.ReplicaTableContract;

/// The durable copy does all that the copy in memory does.
class SqliteReplicaTableTest extends ReplicaTableContract {

    @TempDir
    private Path folder;
    private int copies;

    @Override
    protected ReplicaTable copy() {
        return new TableFixture(folder.resolve("copy-" + copies++)).openCopy();
    }
}
