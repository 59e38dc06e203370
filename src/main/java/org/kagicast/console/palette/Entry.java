package org.kagicast.console.palette;

/// A line of the palette.
///
/// @param text what it does, or where it leads
/// @param keys of the keyboard that do the same; empty where none do
/// @param whyNot one sentence while it does not apply; empty when it does
/// @param run does it, bound to what was shown when the line was made
public record Entry(String text, String keys, String whyNot, Runnable run) {

    /// One that applies and has no keys of its own.
    public static Entry of(String text, Runnable run) {
        return new Entry(text, "", "", run);
    }

    boolean applies() {
        return whyNot.isEmpty();
    }
}
