package org.kagicast.console.keycommands;

/// What can be ordered about the keys of a stream. Each has one button and one place for ever; where one does not apply, it
/// is disabled and says why.
public enum KeyCommand {
    /// A new key, announced ahead.
    ANNOUNCE,
    /// A new key at once.
    CHANGE_NOW,
    /// Brings the announced change forward.
    SWITCH_NOW,
    /// Puts the announced change off.
    HOLD,
    /// Withdraws the announced change.
    CANCEL;

    /// Whether it is about an announced change, and so about the key of it.
    boolean isAboutChange() {
        return this == SWITCH_NOW || this == HOLD || this == CANCEL;
    }
}
