package org.kagicast.keytable;

import java.util.List;
import java.util.Optional;
import org.kagicast.model.KeyId;

/// What can be read of a key table, be it the table itself or a slave's copy of it.
///
/// Implementations are safe for use by several threads.
public interface KeyRecords {

    /// A UUID that names the table; a copy that meets another one starts over. Empty for a copy that has met none yet.
    String tableId();

    /// The revision of the latest change; 0 when there was none.
    long revision();

    /// The record with its keys; the caller closes it.
    Optional<KeyRecord> find(KeyId keyId);

    Optional<KeyDescription> describe(KeyId keyId);

    /// Every record held, in the order in which they came.
    List<KeyDescription> describeAll();

    /// Who may have what, as of the same revision.
    PolicyView policy();
}
