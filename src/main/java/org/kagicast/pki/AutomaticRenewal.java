package org.kagicast.pki;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.kagicast.model.OperatorException;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews a certificate when two thirds of its lifetime are over, give or take a little, so that not all nodes come at
/// once; and tries again until it succeeds. It looks at the wall clock at least once a minute, so a machine that slept
/// catches up. Safe for use by several threads.
public final class AutomaticRenewal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AutomaticRenewal.class);

    private static final double SHARE = 2.0 / 3;
    private static final double JITTER = 0.05;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final LiveIdentity identity;
    private final CertificateSource source;
    private final Time time;
    private final RandomGenerator randomness;
    private final Executor executor;
    private volatile Optional<String> problem = Optional.empty();
    private Instant due;
    private Time.Scheduled next;
    private boolean closed;

    private AutomaticRenewal(LiveIdentity identity, CertificateSource source, Time time, RandomGenerator randomness,
            Executor executor) {
        this.identity = identity;
        this.source = source;
        this.time = time;
        this.randomness = randomness;
        this.executor = executor;
        this.due = twoThirds();
        this.next = time.after(untilLook(), executor, this::look);
    }

    /// @param executor runs the renewals, which wait for answers
    public static AutomaticRenewal start(LiveIdentity identity, CertificateSource source, Time time,
            RandomGenerator randomness, Executor executor) {
        return new AutomaticRenewal(identity, source, time, randomness, executor);
    }

    /// Why the last renewal did not succeed, in one sentence; empty if all is well.
    public Optional<String> problem() {
        return problem;
    }

    private void look() {
        Instant now = time.now();
        try {
            if (!now.isBefore(due())) {
                renew(now);
            }
        } finally {
            lookAgain();
        }
    }

    private void renew(Instant now) {
        try {
            identity.renew(source);
            problem = Optional.empty();
            setDue(twoThirds());
            LOG.info("The certificate of {} now lasts until {}", identity.identity(), identity.current().notAfter());
        } catch (OperatorException failed) {
            Instant end = identity.current().notAfter();
            String sentence = "The certificate of " + identity.identity() + ", which ends at " + end
                    + ", could not be renewed: " + failed.getMessage();
            setDue(now.plus(retryAfter(now, end)));
            if (!problem.equals(Optional.of(sentence))) {
                problem = Optional.of(sentence);
                LOG.warn("{}", sentence);
            }
        }
    }

    /// A twentieth of what is left, so that there are many tries before the end, and then one a minute.
    private Duration retryAfter(Instant now, Instant end) {
        Duration share = Duration.between(now, end).dividedBy(20);
        Duration wait = share.isNegative() ? LONGEST_WAIT : clamp(share);
        return wait.plusMillis(randomness.nextLong(1 + wait.toMillis() / 10));
    }

    private Instant twoThirds() {
        NodeIdentity current = identity.current();
        Duration lifetime = Duration.between(current.notBefore(), current.notAfter());
        double share = SHARE + JITTER * (2 * randomness.nextDouble() - 1);
        return current.notBefore().plusMillis((long) (lifetime.toMillis() * share));
    }

    private Duration untilLook() {
        return clamp(Duration.between(time.now(), due));
    }

    private static Duration clamp(Duration wait) {
        if (wait.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private synchronized Instant due() {
        return due;
    }

    private synchronized void setDue(Instant due) {
        this.due = due;
    }

    private synchronized void lookAgain() {
        if (!closed) {
            next = time.after(untilLook(), executor, this::look);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel();
    }
}
