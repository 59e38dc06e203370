package org.kagicast.keytable;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kagicast.model.KeyId;
import org.kagicast.model.Member;
import org.kagicast.model.message.CodedMessage;

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

    /// What keeps changes from being stored now, in one sentence.
    default Optional<CodedMessage> problem() {
        return Optional.empty();
    }

    /// Whether the files that are open are those that lie at their paths.
    default boolean isInPlace() {
        return true;
    }

    /// Members who are revoked here and now although that could not be stored. It lasts until it is stored or taken back,
    /// or this is closed.
    Set<Member> unstored();
}
