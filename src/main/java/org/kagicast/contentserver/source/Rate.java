package org.kagicast.contentserver.source;

/// Something even: so many units a second.
///
/// @param perSecond 1 or more
record Rate(long perSecond) {

    private static final long SECOND = 1_000_000_000L;

    Rate {
        if (perSecond < 1) {
            throw new IllegalArgumentException("a rate is at least 1 a second");
        }
    }

    /// Nanoseconds that so many units take, right over years.
    long nanosFor(long units) {
        double rest = (double) (units % perSecond) * SECOND / perSecond;
        return units / perSecond * SECOND + (long) rest;
    }
}
