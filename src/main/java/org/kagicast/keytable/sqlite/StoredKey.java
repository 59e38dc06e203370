package org.kagicast.keytable.sqlite;

import java.util.Optional;

import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.kek.SealedKey;
import org.kagicast.model.KeyState;

/// One record as it stands in the file. Nothing in it is secret without the KEK.
record StoredKey(KeyDescription description, Optional<SealedKey> encryption, Optional<SealedKey> decryption,
        Optional<SealedKey> signing, Optional<SealedKey> verification) {

    /// The same record in another form; a destroyed one has no keys, and one that is in use no signing key.
    StoredKey as(KeyDescription next) {
        return next.state() == KeyState.DESTROYED
                ? new StoredKey(next, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())
                : new StoredKey(next, encryption, decryption,
                        signing.filter(key -> next.state() == KeyState.PRE_ACTIVE),
                        verification);
    }
}
