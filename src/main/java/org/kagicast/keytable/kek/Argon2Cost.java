package org.kagicast.keytable.kek;

/// What one try at a passphrase costs whoever makes it (RFC 9106 §3.1). Bounded on both sides, as it is read from
/// files: too little would protect nobody, too much would stop the program that reads it.
///
/// @param kibibytes memory
/// @param passes over that memory
public record Argon2Cost(int kibibytes, int passes, int lanes) {

    /// The second of the choices that RFC 9106 §4 recommends: 64 MiB, for machines that have not got 2 GiB to spare.
    public static final Argon2Cost RECOMMENDED = new Argon2Cost(64 * 1024, 3, 4);

    private static final int LEAST_KIBIBYTES = 19 * 1024;
    private static final int MOST_KIBIBYTES = 2 * 1024 * 1024;
    private static final int MOST_PASSES = 64;
    private static final int MOST_LANES = 64;

    /// @throws IllegalArgumentException if it is out of bounds
    public Argon2Cost {
        if (kibibytes < LEAST_KIBIBYTES || kibibytes > MOST_KIBIBYTES || passes < 1 || passes > MOST_PASSES
                || lanes < 1 || lanes > MOST_LANES) {
            throw new IllegalArgumentException("an Argon2 cost of " + kibibytes + " KiB, " + passes + " passes and "
                    + lanes + " lanes is out of bounds");
        }
    }
}
