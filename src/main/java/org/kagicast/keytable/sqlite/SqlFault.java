package org.kagicast.keytable.sqlite;

import java.io.Serial;
import java.sql.SQLException;

import org.sqlite.SQLiteErrorCode;

/// SQLite could not do what it was told.
final class SqlFault extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int PRIMARY = 0xff;
    /// The file that connections share beside the database, some 32 KiB, finds no room.
    private static final int SHARED_MEMORY_SIZE = SQLiteErrorCode.SQLITE_IOERR_SHMSIZE.code;

    SqlFault(SQLException cause) {
        super(cause);
    }

    /// SQLite's primary result code, which the extended one holds in its lowest byte; `SQLITE_FULL` whenever that is what
    /// is wrong.
    SQLiteErrorCode code() {
        return SQLiteErrorCode.getErrorCode(isFull() ? SQLiteErrorCode.SQLITE_FULL.code : extended() & PRIMARY);
    }

    private int extended() {
        return getCause() instanceof SQLException told ? told.getErrorCode() : 0;
    }

    /// Whether there was no room on the disk.
    boolean isFull() {
        return extended() == SHARED_MEMORY_SIZE || (extended() & PRIMARY) == SQLiteErrorCode.SQLITE_FULL.code;
    }
}
