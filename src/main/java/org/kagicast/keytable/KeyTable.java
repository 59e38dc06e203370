package org.kagicast.keytable;

import java.util.List;
import java.util.Optional;

import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// The key server's table: key ID → encryption key and decryption key.
///
/// Each change of a key or of the policy gets the next revision of one log. Implementations are safe for use by several
/// threads, and each method happens as a whole: what it answered is stored, and visible to every later call. A change is
/// shown to its [Witness] before it is stored, and not made if that one cannot note it.
public interface KeyTable extends KeyRecords, AutoCloseable {

    TableLimits limits();

    /// Makes a key, with an ID unique against every record ever held (R3), in the state `PRE_ACTIVE`.
    ///
    /// Only the owner of a stream may ([Policy#owners]). A retry, known by its idempotency ID, gets the
    /// record made before, however many of them come at once. Keys of a line are numbered in the order in which they are
    /// made ([LineNumbers]).
    CreateOutcome create(KeyCreationRequest request, Witness<CreateOutcome> witness);

    /// As [#create(KeyCreationRequest, Witness)], with nobody to note it.
    default CreateOutcome create(KeyCreationRequest request) {
        return create(request, Witness.none());
    }

    /// Stores a key that its owner made (R28).
    DepositOutcome deposit(KeyDeposit deposit, Witness<DepositOutcome> witness);

    /// As [#deposit(KeyDeposit, Witness)], with nobody to note it.
    default DepositOutcome deposit(KeyDeposit deposit) {
        return deposit(deposit, Witness.none());
    }

    /// The content server that owns a stream; empty when none does.
    Optional<NodeName> ownerOf(StreamName stream);

    /// Changes a key's state. `DESTROYED` wipes its keys; the ID is remembered.
    StateOutcome setState(KeyId keyId, KeyState next, Witness<StateOutcome> witness);

    /// As [#setState(KeyId, KeyState, Witness)], with nobody to note it.
    default StateOutcome setState(KeyId keyId, KeyState next) {
        return setState(keyId, next, Witness.none());
    }

    /// Shuts a member out from now on, whatever is granted to it, and calls every key that it may hold and that is in use
    /// or announced compromised: all of it or, if it fails, nothing. The revocation has a lower revision than those keys,
    /// so a copy that has one of them as compromised also knows why. Of a member that is revoked already, the keys made
    /// meanwhile are called so.
    ///
    /// Whoever cannot be revoked because nothing can be stored or noted is shut out all the same, and is one of
    /// [#unstored()] from then on; no key is called compromised then.
    ///
    /// @param witness sees the revocation with the keys
    RevocationOutcome revoke(Member member, Witness<RevocationOutcome> witness);

    /// As [#revoke(Member, Witness)], with nobody to note it.
    default RevocationOutcome revoke(Member member) {
        return revoke(member, Witness.none());
    }

    /// Destroys every key whose time is over, and forgets every destroyed one that need not be remembered, all but its
    /// ID.
    ///
    /// @param witness sees those destroyed, some hundreds at a time
    /// @return what became of those destroyed
    List<KeyDescription> sweep(Retention retention, Witness<List<KeyDescription>> witness);

    /// As [#sweep(Retention, Witness)], with nobody to note it.
    default List<KeyDescription> sweep(Retention retention) {
        return sweep(retention, Witness.none());
    }

    /// The latest revision whose record has been forgotten; 0 if none was. Whoever has a copy of an earlier revision
    /// cannot learn of it any more, and starts over.
    long forgottenUpTo();

    /// The epoch that made a revision ([TableHistory]); empty if that is not known.
    String epochAt(long revision);

    /// What changed after a revision, oldest first, at most so many. The caller closes each.
    List<TableChange> changesAfter(long revision, int atMost);

    /// Whether the table was ever put back to an older state, as far as it was noticed, so that keys may have been given
    /// out that it does not know.
    boolean wasPutBack();

    /// The later revision that the table had come to, where its file was put in the place of that of a running program;
    /// empty if nothing of the kind is known.
    default Optional<Long> cameTo() {
        return Optional.empty();
    }

    /// It has turned out that the table was put back to an older state. From now on it makes no keys with IDs that are
    /// counted, since those could be given out twice.
    void putBack();

    /// Grants and revocations, which share this table's log.
    @Override
    Policy policy();

    /// Wipes every key in memory. Twice is harmless; later use finds no keys and stores none.
    ///
    /// Creating in a closed table throws an [IllegalStateException].
    @Override
    void close();
}
