package org.kagicast.keytable.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// One connection to a database, its statements prepared once. Belongs to one thread at a time.
///
/// Every method throws a [SqlFault] when SQLite fails.
final class Sql implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection connection) {
        this.connection = connection;
    }

    /// What to make of one row.
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// Runs a statement that answers with no rows worth reading.
    void run(String sql, @Nullable Object... values) {
        try {
            bound(sql, values).execute();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    <T> List<T> all(String sql, Reading<T> reading, @Nullable Object... values) {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reading.of(rows));
            }
            return all;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    <T> Optional<T> first(String sql, Reading<T> reading, @Nullable Object... values) {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(reading.of(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    boolean exists(String sql, @Nullable Object... values) {
        return first(sql, row -> true, values).isPresent();
    }

    /// The one number that a query answers with.
    long number(String sql, @Nullable Object... values) {
        return first(sql, row -> row.getLong(1), values).orElseThrow();
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /// A statement that has failed is closed and of no more use.
    private SqlFault failed(String sql, SQLException e) {
        prepared.remove(sql);
        return new SqlFault(e);
    }

    /// Closes the connection and with it every statement. Twice is harmless.
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }
}
