package org.kagicast.model;

/// What people call a key: its line and its number there, as in `news 4` or `news:premium 4`. The number is the key
/// server's, so everybody calls the key so.
///
/// @param line the keys among which it is counted
/// @param number from 1 on; 0 if it is not known, as with a key server that does not number keys
public record KeyName(KeyId id, KeyLine line, long number) {

    /// A key that nothing but its ID is known of.
    public static String of(KeyId id) {
        return "ID " + id;
    }

    /// The same with all that is known of it, for who looks closer: `news 4 (ID 281474976710712)`.
    public String withId() {
        return number == 0 ? of(id) + " of " + line : this + " (" + of(id) + ")";
    }

    /// What follows the word "key" in a sentence.
    @Override
    public String toString() {
        return number == 0 ? of(id) : line + " " + number;
    }
}
