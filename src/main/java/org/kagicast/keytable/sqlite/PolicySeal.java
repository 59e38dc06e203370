package org.kagicast.keytable.sqlite;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.kek.Kek;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.StorageMessage;

/// Binds every row of the policy and of the streams' owners to the KEK, all together and with the table's revision, so that
/// whoever can write the file but lacks the KEK can neither add one, nor change one, nor take one out, nor put in those of
/// another day. What it cannot tell is a whole older file from the file of today.
///
/// Each row is hashed under the KEK by all its columns, whichever those are; the sum (XOR) of all hashes, which never leaves
/// the memory, goes into the one MAC that is stored with each change. So a change costs as much in a long policy as in a
/// short one. Rows are written by way of [Sum#around], or the file is refused when it is next opened.
///
/// Belongs to the writing thread.
final class PolicySeal {

    /// The tables that it covers; in every other one keys are sealed each for itself, or nothing needs it.
    static final List<String> TABLES = List.of("policy_grant", "policy_revocation", "stream_owner");

    private static final int BYTES = 32;

    private final Kek kek;
    private final String origin;
    private byte[] sum = new byte[BYTES];

    /// @param kek stays with the caller
    PolicySeal(Kek kek, String origin) {
        this.kek = kek;
        this.origin = origin;
    }

    /// Holds a file of this version or any before against its seal, if it must have one, and takes it as the state to go on
    /// from.
    ///
    /// @throws OperatorException if it is not what was sealed
    void check(Sql sql, SqliteErrors faults, KekRow.Opened found) {
        load(sql);
        if (found.isSealed()
                && !MessageDigest.isEqual(TableRow.policySeal(sql),
                        mac(sql.number("SELECT revision FROM key_table")))) {
            throw new OperatorException(faults.damaged(StorageMessage.POLICY_CHANGED.with()));
        }
    }

    /// Takes what a file says as the state to go on from.
    void load(Sql sql) {
        byte[] read = new byte[BYTES];
        for (String table : TABLES) {
            if (sql.exists("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", table)) {
                sql.all("SELECT * FROM " + table, row -> hash(table, row)).forEach(hash -> xor(read, hash));
            }
        }
        sum = read;
    }

    /// What is to be stored with that revision if nothing changes.
    byte[] mac(long revision) {
        return mac(revision, sum);
    }

    /// The state while a transaction goes on.
    Sum begin() {
        return new Sum(sum.clone());
    }

    /// A transaction is on the disk.
    void committed(Sum done) {
        sum = done.bytes;
    }

    private byte[] mac(long revision, byte[] of) {
        return kek.mac(written(out -> {
            out.writeUTF("kagicast policy 1");
            out.writeUTF(origin);
            out.writeLong(revision);
            out.write(of);
        }));
    }

    private byte[] hash(String table, ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("kagicast policy row 1");
            out.writeUTF(origin);
            out.writeUTF(table);
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                out.writeUTF(columns.getColumnName(column));
                write(out, row.getObject(column));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return kek.mac(bytes.toByteArray());
    }

    /// No two values have the same bytes.
    private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte(0);
            case Number number -> {
                out.writeByte(1);
                out.writeLong(number.longValue());
            }
            case byte[] blob -> writeLong(out, 2, blob);
            default -> writeLong(out, 3, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void writeLong(DataOutputStream out, int kind, byte[] bytes) throws IOException {
        out.writeByte(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    private static void xor(byte[] into, byte[] with) {
        for (int i = 0; i < into.length; i++) {
            into[i] ^= with[i];
        }
    }

    /// The sum of one transaction.
    final class Sum {

        private byte[] bytes;

        private Sum(byte[] bytes) {
            this.bytes = bytes;
        }

        /// Has a row written that may be there in another form: what is found by `where` before goes out of the sum, what is
        /// found after comes in.
        void around(Sql sql, String table, String where, List<Object> values, Runnable write) {
            if (!TABLES.contains(table)) {
                throw new IllegalArgumentException("the seal does not cover " + table);
            }
            toggle(sql, table, where, values);
            write.run();
            toggle(sql, table, where, values);
        }

        private void toggle(Sql sql, String table, String where, List<Object> values) {
            sql.all("SELECT * FROM " + table + " WHERE " + where, row -> hash(table, row), values.toArray())
                    .forEach(hash -> xor(bytes, hash));
        }

        /// Every row of these tables is gone.
        void clear() {
            bytes = new byte[BYTES];
        }

        byte[] mac(long revision) {
            return PolicySeal.this.mac(revision, bytes);
        }
    }
}
