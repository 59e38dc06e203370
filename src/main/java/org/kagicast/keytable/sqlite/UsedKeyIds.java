package org.kagicast.keytable.sqlite;

import org.kagicast.model.KeyId;

/// The statements on key IDs whose records are forgotten.
final class UsedKeyIds {

    private UsedKeyIds() {
    }

    static void put(Sql sql, KeyId keyId) {
        sql.run("INSERT INTO spent_key_id (key_id) VALUES (?)", keyId.value());
    }

    static boolean contains(Sql sql, KeyId keyId) {
        return sql.exists("SELECT 1 FROM spent_key_id WHERE key_id = ?", keyId.value());
    }
}
