package org.kagicast.model;

import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;

/// The life of a key (NIST SP 800-57 part 1, §7).
public enum KeyState {
    /// Made and announced perhaps, but nothing is sealed with it yet.
    PRE_ACTIVE,
    /// A content server seals with it.
    ACTIVE,
    /// Nothing new is sealed with it; what was sealed can still be opened.
    DEACTIVATED,
    /// Somebody who must not have it may have it.
    COMPROMISED,
    /// The key is gone; its ID is remembered for ever.
    DESTROYED;

    /// Whether a key may pass from this state to the other. No state leads back.
    public boolean mayBecome(KeyState next) {
        return switch (this) {
            case PRE_ACTIVE -> next != PRE_ACTIVE;
            case ACTIVE -> next == DEACTIVATED || next == COMPROMISED || next == DESTROYED;
            case DEACTIVATED -> next == COMPROMISED || next == DESTROYED;
            case COMPROMISED -> next == DESTROYED;
            case DESTROYED -> false;
        };
    }

    /// What people call it.
    public CodedMessage word() {
        return switch (this) {
            case PRE_ACTIVE -> KeyServerMessage.STATE_PRE_ACTIVE.with();
            case ACTIVE -> KeyServerMessage.STATE_ACTIVE.with();
            case DEACTIVATED -> KeyServerMessage.STATE_DEACTIVATED.with();
            case COMPROMISED -> KeyServerMessage.STATE_COMPROMISED.with();
            case DESTROYED -> KeyServerMessage.STATE_DESTROYED.with();
        };
    }
}
