package org.kagicast.console.palette;

import java.util.List;

/// Where lines of the palette come from.
@FunctionalInterface
public interface PaletteEntries {

    /// Those that a text may be about, as things stand now; the palette itself leaves out what does not match.
    ///
    /// @param wanted what has been typed, in small letters; empty for nothing yet
    List<Entry> entries(String wanted);
}
