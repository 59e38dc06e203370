package org.kagicast.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.RekeyCommand;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What `kagicast rekey` is to do: one of these.
final class RekeyAction {

    @Option(names = "--now", required = true, description = "A new key at once, with no announcement.")
    private boolean now;

    @Option(names = "--announce", required = true, paramLabel = "LEAD-TIME", description = "A new key after this time, announced until then.")
    private Optional<Duration> announce = Optional.empty();

    @Option(names = "--cancel", required = true, description = "Withdraw the pending change. The crypto-period starts over, so the key in use goes on for another one.")
    private boolean cancel;

    @Option(names = "--switch", required = true, description = "Bring the pending change forward, whatever holds it.")
    private boolean switchNow;

    @ArgGroup(exclusive = false)
    private @Nullable Hold hold;

    /// How the pending change is held.
    static final class Hold {

        /// That the group is there says it already.
        @SuppressWarnings("unused")
        @Option(names = "--hold", required = true, description = "Put the pending change off until told otherwise, or until the following.")
        private boolean isHeld;

        @Option(names = "--until-share", paramLabel = "SHARE", converter = RekeyOptions.Percent.class, description = "Until such a part of the clients that fetched the key in use has fetched the coming one, for example 90%%. While none is known to have fetched the key in use, as with no clients at all or after a restart of the key server, the hold goes on.")
        private Optional<Double> untilShare = Optional.empty();

        @Option(names = "--at-most", paramLabel = "DURATION", description = "For this time from now on at most, for example 30s.")
        private Optional<Duration> atMost = Optional.empty();

        RekeyCommand command(Optional<KeyId> key) {
            return new RekeyCommand.Hold(key, untilShare, atMost);
        }
    }

    /// Whether it is about the pending change, whose key can be named.
    boolean isAboutPending() {
        return hold != null || switchNow || cancel;
    }

    /// @param key the one whose change it is about, where it is named
    /// @throws org.kagicast.model.OperatorException if a value is not possible
    RekeyCommand command(Optional<KeyId> key) {
        if (hold != null) {
            return hold.command(key);
        }
        if (now) {
            return new RekeyCommand.Now();
        }
        if (cancel) {
            return new RekeyCommand.Cancel(key);
        }
        return switchNow ? new RekeyCommand.SwitchNow(key) : new RekeyCommand.Announce(announce);
    }

    /// What is so of the key, or the keys, now.
    String told() {
        if (hold != null) {
            return "held";
        }
        return now || switchNow ? "in use now" : cancel ? "withdrawn" : "announced";
    }
}
