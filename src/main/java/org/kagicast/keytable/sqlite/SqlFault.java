package org.kagicast.keytable.sqlite;

import java.io.Serial;
import java.sql.SQLException;

import org.sqlite.SQLiteErrorCode;

/// SQLite could not do what it was told.
final class SqlFault extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int PRIMARY = 0xff;

    SqlFault(SQLException cause) {
        super(cause);
    }

    /// SQLite's primary result code, which the extended one holds in its lowest byte.
    SQLiteErrorCode code() {
        int extended = getCause() instanceof SQLException told ? told.getErrorCode() : 0;
        return SQLiteErrorCode.getErrorCode(extended & PRIMARY);
    }
}
