package org.kagicast.keytable;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// Which client may have the keys of which stream, and of which label where it has several, which content server owns
/// which stream, and who is shut out. Nobody may have a key unless granted, or have one made unless it owns the stream.
/// Revoking is a matter of the whole table: see [KeyTable#revoke].
///
/// A change takes effect with the next question asked, and gets the next revision of the table that it belongs to, so
/// that a copy of the table that has a key also has the policy for it. Who owns a stream matters only where keys are made,
/// and stands in no log. Safe for use by several threads.
public interface Policy extends PolicyView {

    /// Nothing changes when it is granted already.
    ///
    /// @param witness sees the table's revision with the grant
    /// @throws org.kagicast.model.OperatorException if there are as many grants as there may be
    void grant(Grant grant, Witness<Long> witness);

    /// As [#grant(Grant, Witness)], with nobody to note it.
    default void grant(Grant grant) {
        grant(grant, Witness.none());
    }

    /// Takes grants back, all at once. Nothing changes of those that are not granted.
    ///
    /// @param witness sees the table's revision without them
    void ungrant(Set<Grant> grants, Witness<Long> witness);

    /// Takes one grant back, with nobody to note it.
    default void ungrant(Grant grant) {
        ungrant(Set.of(grant), Witness.none());
    }

    /// Every grant that holds now.
    Set<Grant> grants();

    /// Every grant that holds now, and every one that has been taken back: what clients may have got keys by.
    Set<Grant> everGranted();

    /// Which content server owns which stream. Only the owner has keys of a stream made, whoever made those before.
    Map<StreamName, NodeName> owners();

    /// Lets a content server own a stream that nobody owns. Nothing changes when it owns it already.
    ///
    /// @param witness sees who owned it
    /// @throws org.kagicast.model.OperatorException if another one owns it, or it owns as many as it may
    void own(StreamName stream, NodeName owner, Witness<Optional<NodeName>> witness);

    /// As [#own(StreamName, NodeName, Witness)], with nobody to note it.
    default void own(StreamName stream, NodeName owner) {
        own(stream, owner, Witness.none());
    }

    /// Gives a stream to a content server, whoever owns it. The keys that its former owner had made stay.
    ///
    /// @param witness sees who owned it
    /// @return who owned it
    /// @throws org.kagicast.model.OperatorException if it owns as many streams as it may
    Optional<NodeName> takeOver(StreamName stream, NodeName owner, Witness<Optional<NodeName>> witness);

    /// As [#takeOver(StreamName, NodeName, Witness)], with nobody to note it.
    default Optional<NodeName> takeOver(StreamName stream, NodeName owner) {
        return takeOver(stream, owner, Witness.none());
    }

    /// Lets nobody own a stream.
    ///
    /// @param witness sees who owned it
    /// @return who owned it
    Optional<NodeName> release(StreamName stream, Witness<Optional<NodeName>> witness);

    /// As [#release(StreamName, Witness)], with nobody to note it.
    default Optional<NodeName> release(StreamName stream) {
        return release(stream, Witness.none());
    }

    /// Takes a revocation back. The grants of a client hold again. Nothing changes when the member is not revoked.
    ///
    /// @param witness sees what is answered
    /// @return the table's revision with that; empty if it was not revoked
    Optional<Long> reinstate(Member member, Witness<Optional<Long>> witness);

    /// As [#reinstate(Member, Witness)], with nobody to note it.
    default Optional<Long> reinstate(Member member) {
        return reinstate(member, Witness.none());
    }

    /// Everybody who is revoked or once was.
    Set<Member> everRevoked();
}
