package org.kagicast.rpc.network;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.kagicast.time.Time;

/// Lets callers that come back resume their TLS session with a ticket, which saves both ends most of the work. What
/// seals the tickets changes every hour and is kept for one hour more. The JDK's TLS does this by itself.
final class TicketKeys implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofHours(1);

    private final OpenSslSessionContext sessions;
    private final SecureRandom randomness;
    private final Time.Scheduled schedule;
    private OpenSslSessionTicketKey current;

    private TicketKeys(OpenSslSessionContext sessions, Time time, SecureRandom randomness, Executor executor) {
        this.sessions = sessions;
        this.randomness = randomness;
        this.current = fresh();
        sessions.setTicketKeys(current);
        this.schedule = time.every(PERIOD, executor, this::change);
    }

    /// Empty where the TLS of the JDK is used.
    static Optional<TicketKeys> of(SslContext context, Time time, SecureRandom randomness, Executor executor) {
        return context.sessionContext() instanceof OpenSslSessionContext sessions
                ? Optional.of(new TicketKeys(sessions, time, randomness, executor))
                : Optional.empty();
    }

    private synchronized void change() {
        OpenSslSessionTicketKey former = current;
        current = fresh();
        sessions.setTicketKeys(current, former);
    }

    private OpenSslSessionTicketKey fresh() {
        return new OpenSslSessionTicketKey(random(OpenSslSessionTicketKey.NAME_SIZE),
                random(OpenSslSessionTicketKey.HMAC_KEY_SIZE), random(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        randomness.nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        schedule.cancel();
    }
}
