package org.kagicast.model;

import java.time.Duration;
import java.util.Optional;
import org.kagicast.model.message.NodeMessage;

/// What an operator can order about the key of a stream.
///
/// What is about a pending change can name its key, and should where somebody has seen which one it is: when that key is not
/// the pending one any more, nothing is done.
public sealed interface RekeyCommand {

    /// The key whose change it is about; empty: whichever is pending, and of a command that makes a new key.
    default Optional<KeyId> key() {
        return Optional.empty();
    }

    /// An immediate rekey: a new key is asked for and used as soon as it is there. A pending change is withdrawn.
    record Now() implements RekeyCommand {}

    /// An announced rekey.
    ///
    /// @param leadTime from announcement to switch, as [LeadTime] allows; empty for the stream's own
    record Announce(Optional<Duration> leadTime) implements RekeyCommand {

        /// @throws OperatorException if the lead time is not possible
        public Announce {
            leadTime.ifPresent(LeadTime::checked);
        }
    }

    /// Brings the pending change forward.
    record SwitchNow(Optional<KeyId> key) implements RekeyCommand {

        /// Of whichever change is pending.
        public SwitchNow() {
            this(Optional.empty());
        }
    }

    /// Puts the pending change off until enough clients have fetched its key, or until told otherwise; it never switches
    /// before its time. A later hold takes the place of the former. The old key's hard limit ends every hold.
    ///
    /// @param untilShare which part of those who fetched the key in use is enough, more than 0 and at most 1; empty for
    ///        none. While nobody is known to have fetched that one, as of a stream without clients or after a restart of
    ///        the key server, no part is enough, and only `atMost` or another order ends the hold
    /// @param atMost how long from now on; 1 ms to 24 hours, empty for as long as may be
    record Hold(Optional<KeyId> key, Optional<Double> untilShare, Optional<Duration> atMost) implements RekeyCommand {

        private static final Duration LONGEST = Duration.ofHours(24);

        /// @throws OperatorException if the share or the time is not possible
        public Hold {
            if (untilShare.filter(share -> !(share > 0 && share <= 1)).isPresent()) {
                throw new OperatorException(NodeMessage.HOLD_SHARE.with(String.valueOf(untilShare.get())));
            }
            if (atMost.filter(time -> time.toMillis() < 1 || time.compareTo(LONGEST) > 0).isPresent()) {
                throw new OperatorException(NodeMessage.HOLD_TIME.with(atMost.get()));
            }
        }

        /// Of whichever change is pending.
        public Hold(Optional<Double> untilShare, Optional<Duration> atMost) {
            this(Optional.empty(), untilShare, atMost);
        }
    }

    /// Withdraws the pending change.
    record Cancel(Optional<KeyId> key) implements RekeyCommand {

        /// Of whichever change is pending, or has its key on its way.
        public Cancel() {
            this(Optional.empty());
        }
    }
}
