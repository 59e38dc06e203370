package org.kagicast.keytable.sqlite;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.kek.Kek;
import org.kagicast.keytable.kek.SealedKey;
import org.kagicast.keytable.kek.SealingContext;
import org.kagicast.keytable.kek.SealingContext.Column;
import org.kagicast.model.BaseKey;
import org.kagicast.model.OperatorException;
import org.kagicast.model.SigningKey;
import org.kagicast.model.VerificationKey;
import org.kagicast.model.message.StorageMessage;

/// Seals records for one table and opens them. Safe for use by several threads; owns the KEK.
final class RecordSealer implements AutoCloseable {

    private final SqliteErrors faults;
    private final String origin;
    private final Kek kek;
    private final SecureRandom randomness;

    RecordSealer(SqliteErrors faults, String origin, Kek kek, SecureRandom randomness) {
        this.faults = faults;
        this.origin = origin;
        this.kek = kek;
        this.randomness = randomness;
    }

    StoredKey seal(KeyRecord record) {
        KeyDescription about = record.description();
        return new StoredKey(about,
                record.encryptionKey().map(key -> kek.seal(key, place(about, Column.ENCRYPTION), randomness)),
                record.decryptionKey().map(key -> kek.seal(key, place(about, Column.DECRYPTION), randomness)),
                record.signingKey().map(key -> seal(key.copyBytes(), about, Column.SIGNING)),
                record.verificationKey().map(key -> seal(key.toBytes(), about, Column.VERIFICATION)));
    }

    /// The caller closes the record.
    ///
    /// @throws OperatorException if a key has been changed in the file
    KeyRecord open(StoredKey stored) {
        KeyDescription about = stored.description();
        if (about.suite().signs() && stored.decryption().isPresent() != stored.verification().isPresent()) {
            throw damaged(about);
        }
        return new KeyRecord(about, open(stored.encryption(), about, Column.ENCRYPTION),
                open(stored.decryption(), about, Column.DECRYPTION),
                stored.signing().map(key -> signingKey(bytes(key, about, Column.SIGNING))),
                stored.verification().map(key -> VerificationKey.parse(bytes(key, about, Column.VERIFICATION))
                        .orElseThrow(() -> damaged(about))));
    }

    private static SigningKey signingKey(byte[] bytes) {
        try {
            return SigningKey.copyOf(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// Wipes the bytes.
    private SealedKey seal(byte[] bytes, KeyDescription about, Column column) {
        try {
            return kek.seal(bytes, place(about, column), randomness);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private byte[] bytes(SealedKey sealed, KeyDescription about, Column column) {
        return kek.openBytes(sealed, place(about, column)).orElseThrow(() -> damaged(about));
    }

    private OperatorException damaged(KeyDescription about) {
        return new OperatorException(faults.damaged(StorageMessage.KEY_CHANGED.with(about.keyId())));
    }

    private Optional<BaseKey> open(Optional<SealedKey> sealed, KeyDescription about, Column column) {
        return sealed.map(key -> kek.open(key, place(about, column)).orElseThrow(() -> damaged(about)));
    }

    private SealingContext place(KeyDescription about, Column column) {
        return new SealingContext(origin, about.keyId(), about.line(), about.owner(), about.suite(), column);
    }

    @Override
    public void close() {
        kek.close();
    }
}
