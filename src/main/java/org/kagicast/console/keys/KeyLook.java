package org.kagicast.console.keys;

import org.kagicast.model.KeyId;

/// All that a chip needs to show a key.
///
/// @param number what people read: the ID, or the stream's running number of a random ID
public record KeyLook(KeyId keyId, String number, KeyPhase phase) {

    public Rgb colour() {
        return KeyPalette.colour(keyId);
    }

    /// Whether the number stands for a longer ID.
    public boolean isShortened() {
        return !number.equals(keyId.toString());
    }
}
