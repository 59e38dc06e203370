package org.kagicast.keytable.sqlite;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.kek.Argon2Cost;
import org.kagicast.keytable.kek.Kek;
import org.kagicast.keytable.kek.Kek.Check;
import org.kagicast.keytable.kek.KekParameters;
import org.kagicast.keytable.kek.KekParameters.OfFile;
import org.kagicast.keytable.kek.KekParameters.OfPassphrase;
import org.kagicast.keytable.kek.KekSource;
import org.kagicast.model.OperatorException;

/// What the file says of its KEK.
final class KekRow {

    private KekRow() {
    }

    static void make(Sql sql, String origin, KekSource source, SecureRandom randomness) {
        KekParameters parameters = source.begin(randomness);
        try (Kek kek = source.open(parameters)) {
            @Nullable
            OfPassphrase passphrase = parameters instanceof OfPassphrase of ? of : null;
            @Nullable
            Argon2Cost cost = passphrase == null ? null : passphrase.cost();
            sql.run("INSERT INTO kek (one, check_value, salt, kibibytes, passes, lanes) VALUES (1, ?, ?, ?, ?, ?)",
                    kek.checkValue(Check.FITS, origin, randomness), passphrase == null ? null : passphrase.salt(),
                    cost == null ? null : cost.kibibytes(), cost == null ? null : cost.passes(),
                    cost == null ? null : cost.lanes());
        }
    }

    /// The KEK that the table was made with.
    ///
    /// @param isSealed whether the file must have a seal of its policy
    record Opened(Kek kek, boolean isSealed) {}

    /// From now on the file must have a seal of its policy.
    static void setSealed(Sql sql, Kek kek, String origin, SecureRandom randomness) {
        sql.run("UPDATE kek SET check_value = ?", kek.checkValue(Check.SEALED, origin, randomness));
    }

    /// @throws OperatorException if the source has another one
    static Opened open(Sql sql, SqliteErrors faults, String origin, KekSource source) {
        KekParameters parameters = sql.first("SELECT salt, kibibytes, passes, lanes FROM kek", KekRow::read)
                .orElseThrow(() -> new IllegalArgumentException("it does not say how to find its KEK"));
        Kek kek = source.open(parameters);
        byte[] checkValue = sql.first("SELECT check_value FROM kek", row -> row.getBytes(1)).orElse(new byte[0]);
        boolean isSealed = kek.fits(Check.SEALED, checkValue, origin);
        if (!isSealed && !kek.fits(Check.FITS, checkValue, origin)) {
            kek.close();
            throw new OperatorException(faults.the() + " has been made with another "
                    + (parameters instanceof OfFile ? "KEK file" : "passphrase") + ": give that one.");
        }
        return new Opened(kek, isSealed);
    }

    private static KekParameters read(ResultSet row) throws SQLException {
        String salt = row.getString(1);
        return salt == null
                ? new OfFile()
                : new OfPassphrase(salt, new Argon2Cost(row.getInt(2), row.getInt(3), row.getInt(4)));
    }
}
