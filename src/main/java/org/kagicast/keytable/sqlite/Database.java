package org.kagicast.keytable.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;

import org.kagicast.model.OperatorException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.SQLiteOpenMode;

/// How this package opens SQLite files: with a write-ahead log that is synced at each commit, and never making one.
final class Database {

    /// How long a connection waits for another program that has locked the file, in milliseconds.
    static final int PATIENCE = 2_000;

    private Database() {
    }

    /// A connection that reads and writes a key table.
    static Sql open(Path file) {
        SQLiteConfig config = common();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        return connect(file, config);
    }

    /// A connection that leaves the file's journal mode as it is, for backups.
    static Sql openAsItIs(Path file) {
        SQLiteConfig config = common();
        config.setSynchronous(SynchronousMode.FULL);
        return connect(file, config);
    }

    private static SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(PATIENCE);
        config.setTempStore(TempStore.MEMORY);
        return config;
    }

    private static Sql connect(Path file, SQLiteConfig config) {
        loadLibrary();
        try {
            Sql sql = new Sql(config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()));
            sql.run("PRAGMA trusted_schema = OFF");
            sql.run("PRAGMA cell_size_check = ON");
            // A Mac's fsync leaves data in the drive's cache unless told otherwise. Others
            // ignore it.
            sql.run("PRAGMA fullfsync = ON");
            sql.run("PRAGMA checkpoint_fullfsync = ON");
            return sql;
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    /// @throws OperatorException if SQLite's library cannot be loaded
    private static void loadLibrary() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new OperatorException("SQLite's library cannot be loaded from "
                    + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
                    + ", as the log tells: name a folder that has room and is not mounted noexec, with "
                    + "KAGICAST_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER.", e);
        }
    }
}
