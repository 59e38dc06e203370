package org.kagicast.keytable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.Member;

/// A slave's copy of its master's key table (R15). One writer applies changes; any thread reads.
///
/// A copy that lasts stores each batch and the revision that it leads to as one, so that after a restart it goes on from
/// there. A destroyed key is forgotten: nobody is answered with one, and a copy gives no IDs out.
public interface ReplicaTable extends KeyRecords, AutoCloseable {

    /// The log tells each record in its latest form only, so a copy has no order of its own.
    Comparator<KeyDescription> AS_THEY_CAME = Comparator.comparing(KeyDescription::created)
            .thenComparingLong(key -> key.keyId().value());

    /// When a copy that was found at its opening had last taken in a change, so how old it is at least. Empty for one
    /// that began empty.
    Optional<Instant> foundAsOf();

    /// The epoch of the master's table that made [#revision()], by which the master tells whether the copy is of its own
    /// history ([TableHistory]); empty if it was not told.
    String epoch();

    /// Whether the copy has ever been all that the master's table was at one moment. One that is still being made knows
    /// some keys and grants, and perhaps not the revocations that came after them: nothing may be answered from it.
    boolean isWhole();

    /// Forgets and wipes everything, to become a copy of another table or of another history of the same one. It is not
    /// whole then. Who was revoked stays shut out, as one of [#unstored()], until a change or [#overlay] says otherwise.
    void startOver(String tableId);

    /// What the copy has reached.
    ///
    /// @param epoch that made the revision; empty if it was not told
    /// @param isWhole whether the copy has all that the master's table was when it was asked; a copy that was whole once
    ///        remains so
    record Reached(long revision, String epoch, boolean isWhole) {}

    /// Applies what changed after [#revision()], in order. Readers see all of it or nothing.
    ///
    /// @param changes stay with the caller, who closes them; the copy takes copies
    /// @param reached what the copy has reached by that
    void apply(List<TableChange> changes, Reached reached);

    /// What the master has said of members that could not be stored there or here, and counts over what is stored: those of
    /// [#unstored()] as revoked, and others, whose revocation is stored, as reinstated.
    Map<Member, Trust> overlaid();

    /// Makes this [#overlaid()] in the place of what was. It is held in memory only; what a change says of a member later
    /// counts for that one.
    void overlay(Map<Member, Trust> words);

    /// Lets go of the copy and wipes every key in memory. Twice is harmless; later use finds no keys.
    @Override
    void close();
}
