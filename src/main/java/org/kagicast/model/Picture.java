package org.kagicast.model;

/// What a client sees, for the console of the same process only; it never crosses the node service.
/// The arrays are shared, not copied: nobody writes into them.
@SuppressWarnings("ArrayRecordComponent") // shown thirty times a second; a copy each would serve nobody
public sealed interface Picture {

    /// A whole frame of the animated test card.
    ///
    /// @param frame grows with each frame of the stream
    /// @param jpeg the frame as a JPEG file
    record TestCard(StreamName stream, long frame, byte[] jpeg) implements Picture {}

    /// The latest bytes received, for any other source: structured when opened, noise when not.
    ///
    /// @param count packets seen so far; tells one raster from the next
    /// @param opened whether these bytes were opened, or are ciphertext
    record Raster(long count, byte[] bytes, boolean opened) implements Picture {}
}
