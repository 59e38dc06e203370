package org.kagicast.pki;

import java.time.Duration;
import org.kagicast.model.Role;

/// How long certificates last.
///
/// @param nodes     of programs that run all the time and renew by themselves
/// @param operators of people, who come and go
public record Lifetimes(Duration nodes, Duration operators) {

    public static final Lifetimes DEFAULT = new Lifetimes(Duration.ofHours(24), Duration.ofDays(90));

    /// Clocks differ by less than this: a certificate begins so much earlier.
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    static final Duration AUTHORITY = Duration.ofDays(3652);

    Duration of(Role role) {
        return role == Role.OPERATOR ? operators : nodes;
    }
}
