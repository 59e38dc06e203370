package org.kagicast.keytable;

import org.kagicast.model.OperatorException;
import org.kagicast.model.message.PolicyMessage;

/// How much a table takes in before it refuses, so that no caller can fill the memory.
///
/// @param records keys held at once, about 0.5 KB of memory each; destroyed ones until they are forgotten ([Retention])
/// @param streamsPerOwner streams of one content server
/// @param grants pairs of client and stream ever granted
public record TableLimits(int records, int streamsPerOwner, int grants) {

    /// For a key server that runs for years. With [Retention#DEFAULT] a stream that changes its key each minute takes
    /// 12,000 records, each 5 seconds 140,000, however long it goes on.
    public static final TableLimits DEFAULT = new TableLimits(1_000_000, 1_000, 100_000);

    /// The same limits but for the number of keys.
    public TableLimits withRecords(int most) {
        return new TableLimits(most, streamsPerOwner, grants);
    }

    /// What whoever makes one grant too many is told.
    public OperatorException policyFull(Grant refused) {
        return new OperatorException(PolicyMessage.GRANTS_FULL.with(grants, refused.line(), refused.client()));
    }

    public TableLimits {
        if (records < 1 || streamsPerOwner < 1 || grants < 1) {
            throw new IllegalArgumentException("a table that takes nothing serves nobody");
        }
    }
}
