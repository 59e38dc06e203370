package org.kagicast.console.keys;

import org.kagicast.model.KeyId;

/// All that a chip needs to show a key.
///
/// @param number what people read: the key's number in its stream and label, or the ID while that is not known
public record KeyLook(KeyId keyId, String number, Rgb colour, KeyPhase phase) {

    /// Whether the number stands for the ID.
    public boolean isShortened() {
        return !number.equals(keyId.toString());
    }
}
