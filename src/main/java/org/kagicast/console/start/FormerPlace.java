package org.kagicast.console.start;

import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.Domain;

/// Something outside the lab that has been connected to before.
public sealed interface FormerPlace {

    /// A domain that is held now.
    ///
    /// @param nodes how many of its nodes are
    record OfDomain(Domain.Trust domain, int nodes) implements FormerPlace {}

    /// A node that is not connected to now.
    record OfNode(Destination destination) implements FormerPlace {}
}
