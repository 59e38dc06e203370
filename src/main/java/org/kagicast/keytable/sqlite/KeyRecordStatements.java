package org.kagicast.keytable.sqlite;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.kek.SealedKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// The statements on key records.
final class KeyRecordStatements {

    private static final String COLUMNS = "key_id, stream, label, line_number, owner, suite, state, created, activated, "
            + "deactivated, fingerprint, revision, kept_from, sealed_encryption, sealed_decryption, "
            + "sealed_signing, sealed_verification";
    private static final long NANOS = 1_000_000_000L;

    private KeyRecordStatements() {
    }

    static void insert(Sql sql, StoredKey key, @Nullable UUID request) {
        KeyDescription about = key.description();
        sql.run("INSERT INTO key_record (" + COLUMNS
                + ", request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                about.keyId().value(), about.stream().value(), about.line().label().value(), about.number(),
                about.owner().value(), about.suite().number(), about.state().name(), nanos(about.created()),
                nanos(about.activated()), nanos(about.deactivated()),
                about.fingerprint(), about.revision(), about.keptFrom(), bytes(key.encryption()),
                bytes(key.decryption()), bytes(key.signing()), bytes(key.verification()),
                request == null ? null : bytes(request));
    }

    /// Stores the form that a record has taken.
    static void update(Sql sql, StoredKey key) {
        KeyDescription about = key.description();
        sql.run("UPDATE key_record SET state = ?, activated = ?, deactivated = ?, fingerprint = ?, revision = ?, "
                + "kept_from = ?, sealed_encryption = ?, sealed_decryption = ?, sealed_signing = ?, "
                + "sealed_verification = ? WHERE key_id = ?", about.state().name(),
                nanos(about.activated()), nanos(about.deactivated()), about.fingerprint(), about.revision(),
                about.keptFrom(), bytes(key.encryption()), bytes(key.decryption()), bytes(key.signing()),
                bytes(key.verification()), about.keyId().value());
    }

    static void delete(Sql sql, KeyId keyId) {
        sql.run("DELETE FROM key_record WHERE key_id = ?", keyId.value());
    }

    static boolean exists(Sql sql, KeyId keyId) {
        return sql.exists("SELECT 1 FROM key_record WHERE key_id = ?", keyId.value());
    }

    static Optional<StoredKey> find(Sql sql, KeyId keyId) {
        return sql.first("SELECT " + COLUMNS + " FROM key_record WHERE key_id = ?", KeyRecordStatements::read,
                keyId.value());
    }

    static Optional<StoredKey> madeFor(Sql sql, NodeName owner, UUID request) {
        return sql.first("SELECT " + COLUMNS + " FROM key_record WHERE owner = ? AND request = ?",
                KeyRecordStatements::read,
                owner.value(), bytes(request));
    }

    /// Every record, in the order in which they came.
    static List<StoredKey> all(Sql sql) {
        return sql.all("SELECT " + COLUMNS + " FROM key_record ORDER BY number", KeyRecordStatements::read);
    }

    /// Every record that somebody may seal with, now or later, in the order in which they came.
    static List<StoredKey> usable(Sql sql) {
        return sql.all("SELECT " + COLUMNS + " FROM key_record WHERE state IN ('PRE_ACTIVE', 'ACTIVE') "
                + "ORDER BY number", KeyRecordStatements::read);
    }

    static List<StoredKey> after(Sql sql, long revision, int atMost) {
        return sql.all("SELECT " + COLUMNS + " FROM key_record WHERE revision > ? ORDER BY revision LIMIT ?",
                KeyRecordStatements::read, revision, atMost);
    }

    private static StoredKey read(ResultSet row) throws SQLException {
        int suite = row.getInt(6);
        KeyLine line = new KeyLine(new StreamName(row.getString(2)), new KeyLabel(row.getString(3)));
        KeyDescription about = new KeyDescription(new KeyId(row.getLong(1)), line, row.getLong(4),
                new NodeName(row.getString(5)),
                CipherSuite.ofNumber(suite)
                        .orElseThrow(() -> new IllegalArgumentException("there is no suite " + suite)),
                KeyState.valueOf(row.getString(7)), instant(row.getLong(8)), optionalInstant(row, 9),
                optionalInstant(row, 10), row.getString(11), row.getLong(12), row.getLong(13));
        return new StoredKey(about, sealed(row, 14), sealed(row, 15), sealed(row, 16), sealed(row, 17));
    }

    private static Optional<SealedKey> sealed(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).map(SealedKey::new);
    }

    static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
        long nanos = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(instant(nanos));
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    private static @Nullable Long nanos(Optional<Instant> time) {
        return time.map(KeyRecordStatements::nanos).orElse(null);
    }

    static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }

    private static byte @Nullable [] bytes(Optional<SealedKey> key) {
        return key.map(SealedKey::bytes).orElse(null);
    }

    private static byte[] bytes(UUID request) {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(request.getMostSignificantBits())
                .putLong(request.getLeastSignificantBits()).array();
    }
}
