package org.kagicast.console.keycommands;

import java.util.Optional;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RekeyCommand;

/// The key of an announced change.
///
/// @param line the stream, or the label of it, that it is announced for
public record ComingKey(KeyLine line, KeyId keyId) {

    /// The command about this key and no other.
    public RekeyCommand order(KeyCommand command) {
        return switch (command) {
            case SWITCH_NOW -> new RekeyCommand.SwitchNow(Optional.of(keyId));
            case HOLD -> new RekeyCommand.Hold(Optional.of(keyId), Optional.empty(), Optional.empty());
            case CANCEL -> new RekeyCommand.Cancel(Optional.of(keyId));
            case ANNOUNCE, CHANGE_NOW -> throw new IllegalArgumentException(command + " makes a key of its own");
        };
    }

    /// Holds this key and no other until a share of the clients has it.
    ///
    /// @param share of those that fetched the key in use, more than 0 and at most 1
    public RekeyCommand holdUntil(double share) {
        return new RekeyCommand.Hold(Optional.of(keyId), Optional.of(share), Optional.empty());
    }
}
