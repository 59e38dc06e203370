package org.kagicast.wire;

/// The one byte that stands first inside every ciphertext and says what the rest of it is. An unknown one is counted
/// and ignored.
public final class InnerType {

    /// The payload, 0 bytes allowed.
    public static final byte DATA = 0;
    /// A [RekeyAnnouncement].
    public static final byte ANNOUNCEMENT = 1;
    /// A [KeyEnd].
    public static final byte KEY_END = 2;
    /// A [TestCardFragment].
    public static final byte TEST_CARD = 3;
    /// A [Fragment] of a payload that is too long for one packet.
    public static final byte FRAGMENT = 4;
    /// A [org.kagicast.authenticity.Manifest].
    public static final byte MANIFEST = 5;

    private InnerType() {
    }
}
