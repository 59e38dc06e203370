package org.kagicast.contentserver;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;

/// A key change that the stream wants by itself, and for which no key comes.
///
/// @param why in one sentence
/// @param since when the key was asked for first
/// @param next when it is asked for again
record OverdueChange(String why, Instant since, Instant next) {

    /// What an operator reads of it.
    ///
    /// @param inUse the key that goes on meanwhile
    String sentence(KeyLine line, KeyId inUse) {
        return why + " The stream " + line + " has wanted a new key since " + seconds(since)
                + " and asks for it again at " + seconds(next) + "; key " + inUse + " stays in use meanwhile.";
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
