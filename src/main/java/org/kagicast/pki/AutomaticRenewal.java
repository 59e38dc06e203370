package org.kagicast.pki;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews a certificate when two thirds of its lifetime are over, give or take a little, so that not all nodes come at
/// once; and tries again until it succeeds, also when the certificate has ended by then.
///
/// The wall clock decides one thing only, whether the certificate that is there now is due, and is asked anew at least
/// once a minute: a clock that was wrong and is right again, or a machine that slept, costs no renewal. All waiting is on
/// the monotonic clock, so that a clock that stays wrong has few certificates made. Safe for use by several threads.
public final class AutomaticRenewal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AutomaticRenewal.class);

    private static final double SHARE = 2.0 / 3;
    private static final double JITTER = 0.05;
    /// Less than this is left only where a renewal is overdue.
    private static final double SHARE_WITH_ROOM = 0.25;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_BETWEEN_TRIES = Duration.ofMinutes(5);
    private static final Duration WHEN_ENDED = Duration.ofSeconds(10);
    private static final Duration SHORTEST_BETWEEN_RENEWALS = Duration.ofMinutes(1);
    private static final Duration LONGEST_BETWEEN_RENEWALS = Duration.ofHours(1);

    private final RenewableIdentity identity;
    private final CertificateSource source;
    private final Time time;
    private final RandomGenerator randomness;
    private final Executor executor;
    private volatile Optional<CodedMessage> failure = Optional.empty();
    private double share;
    private long earliestNanos;
    private Time.Scheduled next;
    private boolean closed;

    private AutomaticRenewal(RenewableIdentity identity, CertificateSource source, Time time,
            RandomGenerator randomness,
            Executor executor) {
        this.identity = identity;
        this.source = source;
        this.time = time;
        this.randomness = randomness;
        this.executor = executor;
        this.share = someShare();
        this.earliestNanos = time.nanos();
        this.next = time.after(isDue() ? Duration.ZERO : untilLook(), executor, this::look);
    }

    /// @param executor runs the renewals, which wait for answers
    public static AutomaticRenewal start(RenewableIdentity identity, CertificateSource source, Time time,
            RandomGenerator randomness, Executor executor) {
        return new AutomaticRenewal(identity, source, time, randomness, executor);
    }

    /// Whether two thirds of a certificate's lifetime are over.
    public static boolean isDue(NodeIdentity certificate, Instant now) {
        return !now.isBefore(after(certificate, SHARE));
    }

    /// What is wrong with the certificate, in one sentence: it could not be renewed, or has ended, or is about to. Empty
    /// if all is well.
    public Optional<CodedMessage> problem() {
        Optional<CodedMessage> failed = failure;
        return failed.isPresent() || isNearEnd(identity.current(), time.now())
                ? Optional.of(sentence(identity, failed, time.now()))
                : Optional.empty();
    }

    /// What is to be told of a certificate that is renewed now and then only, in one sentence: nothing as long as there is
    /// time.
    ///
    /// @param failure why the last renewal failed, if it did
    public static Optional<CodedMessage> problem(RenewableIdentity identity, Optional<CodedMessage> failure,
            Instant now) {
        return isNearEnd(identity.current(), now) ? Optional.of(sentence(identity, failure, now)) : Optional.empty();
    }

    private static boolean isNearEnd(NodeIdentity certificate, Instant now) {
        return !now.isBefore(after(certificate, 1 - SHARE_WITH_ROOM));
    }

    private static CodedMessage sentence(RenewableIdentity identity, Optional<CodedMessage> failure, Instant now) {
        Identity who = identity.identity();
        Instant end = identity.current().notAfter();
        boolean hasEnded = identity.current().isExpired(now);
        return failure.map(why -> hasEnded
                ? NodeMessage.CERTIFICATE_ENDED_NOT_RENEWED.with(who, end, why)
                : NodeMessage.CERTIFICATE_NOT_RENEWED.with(who, end, why))
                .orElseGet(() -> hasEnded
                        ? NodeMessage.CERTIFICATE_ENDED.with(who, end)
                        : NodeMessage.CERTIFICATE_ENDS.with(who, end));
    }

    private void look() {
        try {
            if (isDue()) {
                renew();
            }
        } finally {
            lookAgain();
        }
    }

    private void renew() {
        try {
            identity.renew(source);
            failure = Optional.empty();
            renewed();
            LOG.info("The certificate of {} now lasts until {}", identity.identity(), identity.current().notAfter());
        } catch (OperatorException failed) {
            pause(retryAfter());
            Optional<CodedMessage> sentence = Optional.of(failed.coded());
            if (!failure.equals(sentence)) {
                failure = sentence;
                problem().ifPresent(told -> LOG.warn("{}", told));
            }
        }
    }

    /// A twentieth of what is left, so that there are many tries before the end, but at least one in five minutes; and
    /// more often when the certificate has ended.
    private Duration retryAfter() {
        Duration left = Duration.between(time.now(), identity.current().notAfter());
        Duration wait = left.isNegative()
                ? WHEN_ENDED
                : clamp(left.dividedBy(20), SHORTEST_WAIT, LONGEST_BETWEEN_TRIES);
        return wait.plusMillis(randomness.nextLong(1 + wait.toMillis() / 10));
    }

    /// A certificate that is due as it comes shows that the clock is ahead here or behind there, and the next one would be
    /// no better: that one has time.
    private synchronized void renewed() {
        share = someShare();
        NodeIdentity current = identity.current();
        Duration lifetime = Duration.between(current.notBefore(), current.notAfter());
        pause(untilDue().isPositive()
                ? SHORTEST_BETWEEN_RENEWALS
                : clamp(lifetime.dividedBy(20), SHORTEST_BETWEEN_RENEWALS, LONGEST_BETWEEN_RENEWALS));
    }

    private synchronized void pause(Duration pause) {
        earliestNanos = time.nanos() + pause.toNanos();
    }

    private synchronized boolean isDue() {
        return time.nanos() - earliestNanos >= 0 && !untilDue().isPositive();
    }

    private Duration untilDue() {
        return Duration.between(time.now(), after(identity.current(), share));
    }

    private double someShare() {
        return SHARE + JITTER * (2 * randomness.nextDouble() - 1);
    }

    private static Instant after(NodeIdentity certificate, double share) {
        Duration lifetime = Duration.between(certificate.notBefore(), certificate.notAfter());
        return certificate.notBefore().plusMillis((long) (lifetime.toMillis() * share));
    }

    private Duration untilLook() {
        Duration untilDue = untilDue();
        Duration pause = Duration.ofNanos(earliestNanos - time.nanos());
        return clamp(untilDue.compareTo(pause) > 0 ? untilDue : pause, SHORTEST_WAIT, LONGEST_WAIT);
    }

    private static Duration clamp(Duration wait, Duration shortest, Duration longest) {
        if (wait.compareTo(shortest) < 0) {
            return shortest;
        }
        return wait.compareTo(longest) > 0 ? longest : wait;
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
