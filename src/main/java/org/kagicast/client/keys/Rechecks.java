package org.kagicast.client.keys;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.client.fetch.FetchAttempt;
import org.kagicast.client.fetch.KeyRequest;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;

/// Looks into it when packets go on verifying under a key that a later one has superseded: asks the key server for that key
/// again, whose answer says what the key table knows of its use. Only a key that is in use there comes back. A former one
/// does not, so a former member who sends under it while the stream is silent gains nothing.
///
/// Of each line one key is asked for at a time, seldom, and ever more seldom while that brings nothing. State: the client's
/// loop.
public final class Rechecks implements AutoCloseable {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(3);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final KeyRequest.Office office;
    private final Listener listener;
    private final Map<KeyLine, Recheck> byLine = new HashMap<>();

    public Rechecks(KeyRequest.Office office, Listener listener) {
        this.office = office;
        this.listener = listener;
    }

    /// What the client does about it, on its loop.
    public interface Listener {

        /// A request goes out (B3).
        void asking(KeyId keyId, FetchReason reason);

        /// The key server says that this key is in use.
        void isInUse(DecryptionKey key);
    }

    /// Asks for the key, unless it is too early for its line to ask again.
    public void ask(DecryptionKey key) {
        byLine.computeIfAbsent(key.line(), line -> new Recheck()).ask(key);
    }

    /// What has been found out about the key, as the second half of a sentence with the way out.
    public String finding(DecryptionKey key) {
        Recheck recheck = byLine.get(key.line());
        return recheck == null || !key.origin().keyId().equals(recheck.about)
                ? "the key server will be asked whether that is so."
                : recheck.finding;
    }

    @Override
    public void close() {
        byLine.values().forEach(Recheck::cancel);
    }

    private final class Recheck {

        private @Nullable KeyId about;
        private @Nullable FetchAttempt attempt;
        private String finding = "";
        private Duration pause = FIRST_PAUSE;
        private boolean isAsking;
        private boolean hasAsked;
        private long lastAsked;

        void ask(DecryptionKey key) {
            long now = office.time().nanos();
            if (isAsking || !isTime(now)) {
                return;
            }
            isAsking = true;
            hasAsked = true;
            lastAsked = now;
            KeyId keyId = key.origin().keyId();
            about = keyId;
            finding = "the key server is being asked whether that is so.";
            listener.asking(keyId, FetchReason.ON_DEMAND);
            attempt = FetchAttempt.begin(office, keyId, FetchReason.ON_DEMAND, outcome -> judge(key, outcome));
        }

        /// After a long rest it begins anew with short pauses.
        private boolean isTime(long now) {
            Duration since = Duration.ofNanos(now - lastAsked);
            if (!hasAsked || since.compareTo(LONGEST_PAUSE.multipliedBy(2)) >= 0) {
                pause = FIRST_PAUSE;
                return true;
            }
            boolean isTime = since.compareTo(pause) >= 0;
            if (isTime) {
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            }
            return isTime;
        }

        private void judge(DecryptionKey asked, FetchOutcome outcome) {
            isAsking = false;
            switch (outcome) {
                case FetchOutcome.Key told -> {
                    try (told) {
                        judge(asked, told);
                    }
                }
                case FetchOutcome.Refused refused -> finding = switch (refused.reason()) {
                    case UNKNOWN -> refused.from() + " does not know that key any more: restart the content server of "
                            + asked.stream() + ", so that it takes a new key.";
                    case NOT_GRANTED, REVOKED -> refused.from() + " gives it to this client no more: grant "
                            + asked.line() + " to it to let it in.";
                    case SENDER_REVOKED -> refused.from() + " gives it to nobody, since its content server has been "
                            + "revoked: let another one take " + asked.stream() + " over.";
                };
                case FetchOutcome.Unreachable fault -> finding = "no key server tells whether that is so. "
                        + fault.sentence();
            }
        }

        private void judge(DecryptionKey asked, FetchOutcome.Key told) {
            boolean isSame = told.keyId().equals(asked.origin().keyId()) && told.line().equals(asked.line())
                    && told.baseKey().fingerprint().equals(asked.fingerprint());
            finding = isSame
                    ? finding(asked, told)
                    : told.from() + " has another key of that ID: see that this client "
                            + "and the content server of " + asked.stream() + " use the same key servers.";
            if (isSame && told.state().equals(Optional.of(KeyState.ACTIVE))) {
                pause = FIRST_PAUSE;
                listener.isInUse(asked);
            }
        }

        private static String finding(DecryptionKey asked, FetchOutcome.Key told) {
            String from = told.from() + " says ";
            return told.state().map(state -> switch (state) {
                case PRE_ACTIVE -> from + "that it is not in use yet: see that the content server of "
                        + asked.stream() + " reaches the key server.";
                case ACTIVE -> from + "that the former key is in use.";
                case DEACTIVATED, COMPROMISED, DESTROYED -> from + "so too: see who sends former packets again.";
            }).orElse(told.from() + " does not say which is in use: let it run the same version as this client.");
        }

        private void cancel() {
            if (attempt != null) {
                attempt.cancel();
            }
        }
    }
}
