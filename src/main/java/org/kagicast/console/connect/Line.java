package org.kagicast.console.connect;

import org.kagicast.console.nodes.Domain;
import org.kagicast.model.HostPort;

/// A line of the list of domains and nodes.
public sealed interface Line {

    /// What tells it from all others.
    Object key();

    /// A domain, under which its nodes stand.
    ///
    /// @param detail how it is with it
    record OfDomain(Domain domain, String name, String detail, boolean inView) implements Line {
        @Override
        public Object key() {
            return domain;
        }
    }

    /// A node on another machine.
    ///
    /// @param name its own; empty until it has been heard
    /// @param detail how it is with it
    /// @param reason of its silence or trouble, and what else there is to know of it, each in one line; empty where there
    ///               is nothing
    /// @param wanting whether it is silent or has a problem
    record OfNode(HostPort address, String name, String detail, String reason, boolean wanting) implements Line {
        @Override
        public Object key() {
            return address;
        }
    }
}
