package org.kagicast.keytable;

import java.util.List;

/// What revoking a member did to a table.
///
/// @param compromised the keys that it may hold and that were in use or announced, as they are now, in the order in which
///                    they came
/// @param revision    the table's with the revocation
/// @param exposure    every key that it may hold
public record RevocationOutcome(List<KeyDescription> compromised, long revision, Exposure exposure) {

    public RevocationOutcome {
        compromised = List.copyOf(compromised);
    }
}
