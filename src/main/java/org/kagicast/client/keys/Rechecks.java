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
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
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
    public CodedMessage finding(DecryptionKey key) {
        Recheck recheck = byLine.get(key.line());
        return recheck == null || !key.origin().keyId().equals(recheck.about)
                ? ClientMessage.RECHECK_TO_COME.with()
                : recheck.finding;
    }

    @Override
    public void close() {
        byLine.values().forEach(Recheck::cancel);
    }

    private final class Recheck {

        private @Nullable KeyId about;
        private @Nullable FetchAttempt attempt;
        private CodedMessage finding = ClientMessage.RECHECK_TO_COME.with();
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
            finding = ClientMessage.RECHECKING.with();
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
                    case UNKNOWN, NOT_SIGNED ->
                        ClientMessage.RECHECKED_UNKNOWN.with(refused.from(), asked.stream());
                    case NOT_GRANTED, REVOKED -> ClientMessage.RECHECKED_NOT_GIVEN.with(refused.from(), asked.line());
                    case SENDER_REVOKED ->
                        ClientMessage.RECHECKED_SENDER_REVOKED.with(refused.from(), asked.stream());
                };
                case FetchOutcome.Unreachable fault -> finding = ClientMessage.RECHECK_UNANSWERED
                        .with(fault.sentence());
            }
        }

        private void judge(DecryptionKey asked, FetchOutcome.Key told) {
            boolean isSame = told.keyId().equals(asked.origin().keyId()) && told.line().equals(asked.line())
                    && told.baseKey().fingerprint().equals(asked.fingerprint());
            finding = isSame
                    ? finding(asked, told)
                    : ClientMessage.RECHECKED_OTHER_KEY.with(told.from(), asked.stream());
            if (isSame && told.state().equals(Optional.of(KeyState.ACTIVE))) {
                pause = FIRST_PAUSE;
                listener.isInUse(asked);
            }
        }

        private static CodedMessage finding(DecryptionKey asked, FetchOutcome.Key told) {
            return told.state().map(state -> switch (state) {
                case PRE_ACTIVE -> ClientMessage.RECHECKED_PRE_ACTIVE.with(told.from(), asked.stream());
                case ACTIVE -> ClientMessage.RECHECKED_ACTIVE.with(told.from());
                case DEACTIVATED, COMPROMISED, DESTROYED -> ClientMessage.RECHECKED_FORMER.with(told.from());
            }).orElseGet(() -> ClientMessage.RECHECKED_NOT_SAID.with(told.from()));
        }

        private void cancel() {
            if (attempt != null) {
                attempt.cancel();
            }
        }
    }
}
