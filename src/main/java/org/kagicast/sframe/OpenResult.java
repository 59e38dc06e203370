package org.kagicast.sframe;

/// What became of a packet that was to be opened.
public enum OpenResult {
    /// The tag verifies and the packet is new: the plaintext is there.
    OPENED,
    /// The tag does not verify, or the sender has said that it sealed no such packet.
    FORGED,
    /// A packet with this counter has been opened before.
    REPLAYED,
    /// The packet is older than the replay window.
    TOO_OLD
}
