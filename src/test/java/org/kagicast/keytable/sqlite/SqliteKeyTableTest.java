package org.kagicast.keytable.sqlite;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.KeyTableContract;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.kek.KekFile;

/// The durable table does all that the table in memory does.
class SqliteKeyTableTest extends KeyTableContract {

    @TempDir
    private Path folder;
    private KekFile kek;
    private int tables;

    @Override
    protected KeyTable table(TableLimits limits) {
        if (kek == null) {
            kek = KekFile.create(folder.resolve("kek"), randomness);
        }
        return SqliteKeyTable.open(folder.resolve("table-" + tables++ + ".db"), kek, new SequentialKeyIds(), limits,
                randomness, time);
    }
}
