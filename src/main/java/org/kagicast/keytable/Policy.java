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
    /// @throws org.kagicast.model.OperatorException if there are as many grants as there may be
    void grant(Grant grant);

    /// Nothing changes when it is not granted.
    void ungrant(Grant grant);

    /// Every grant that holds now.
    Set<Grant> grants();

    /// Every grant that holds now, and every one that has been taken back: what clients may have got keys by.
    Set<Grant> everGranted();

    /// Refuses a client every key from now on, whatever is granted to it. Nothing changes when it is revoked already.
    void revoke(NodeName client);

    /// Every client that is revoked.
    Set<NodeName> revoked();
}
