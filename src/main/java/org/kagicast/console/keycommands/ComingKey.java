package org.kagicast.console.keycommands;

import java.util.Optional;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RekeyCommand;

/// The key of an announced change.
///
/// @param line the stream, or the label of it, that it is announced for
record ComingKey(KeyLine line, KeyId keyId) {

    /// The command about this key and no other.
    RekeyCommand order(KeyCommand command) {
        return switch (command) {
            case SWITCH_NOW -> new RekeyCommand.SwitchNow(Optional.of(keyId));
            case HOLD -> new RekeyCommand.Hold(Optional.of(keyId), Optional.empty(), Optional.empty());
            case CANCEL -> new RekeyCommand.Cancel(Optional.of(keyId));
            case ANNOUNCE, CHANGE_NOW -> throw new IllegalArgumentException(command + " makes a key of its own");
        };
    }
}
