package org.kagicast.keytable.sqlite;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.KeyTableContract;
import org.kagicast.keytable.TableLimits;

/// The durable table does all that the table in memory does.
class SqliteKeyTableTest extends KeyTableContract {

    @TempDir
    private Path folder;
    private int tables;

    @Override
    protected KeyTable table(TableLimits limits) {
        return new TableFixture(folder.resolve("table-" + tables++), time).openCounting(limits);
    }
}
