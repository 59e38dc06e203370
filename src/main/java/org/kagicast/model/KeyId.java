package org.kagicast.model;

/// A number that names a key, unique in the key table; the SFrame KID (RFC 9605 §4.3).
///
/// @param value 1 ≤ value < 2^53, so that it fits a JSON number and a signed 64-bit column
public record KeyId(long value) implements Comparable<KeyId> {

    /// The first number that is too large.
    public static final long LIMIT = 1L << 53;

    public KeyId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "key ID " + Long.toUnsignedString(value) + " is not between 1 and 2^53 - 1");
        }
    }

    /// Whether a number from outside can be a key ID at all.
    public static boolean isValid(long value) {
        return value >= 1 && value < LIMIT;
    }

    @Override
    public int compareTo(KeyId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
