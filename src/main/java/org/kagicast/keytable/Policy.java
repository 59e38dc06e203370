package org.kagicast.keytable;

import java.util.Set;

import org.kagicast.model.NodeName;

/// Which client may have the keys of which stream, and of which label where it has several. Nobody may unless granted.
///
/// A change takes effect with the next question asked, and gets the next revision of the table that it belongs to, so
/// that a copy of the table that has a key also has the policy for it. Safe for use by several threads.
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

    /// Refuses a client every key from now on, whatever is granted to it. Nothing changes when it is revoked already.
    ///
    /// @param witness sees the table's revision with the revocation
    void revoke(NodeName client, Witness<Long> witness);

    /// As [#revoke(NodeName, Witness)], with nobody to note it.
    default void revoke(NodeName client) {
        revoke(client, Witness.none());
    }

    /// Every client that is revoked.
    Set<NodeName> revoked();
}
