package org.kagicast.contentserver;

import org.jspecify.annotations.Nullable;

/// Chooses the key for each packet (R6). Today all packets of a stream go under the one key in use. It belongs to the
/// stream's thread.
final class KeySelection {

    private @Nullable EncryptionKey inUse;

    /// From now on packets are sealed with this key.
    void use(EncryptionKey key) {
        inUse = key;
    }

    /// The key for the next packet; null before the first key has come.
    @Nullable
    EncryptionKey choose() {
        return inUse;
    }
}
