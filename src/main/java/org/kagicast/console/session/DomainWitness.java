package org.kagicast.console.session;

import java.time.Duration;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NoticeInbox;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;

/// Hears all that the console learns and orders, of every domain, in view or not. Called on the console's thread.
public interface DomainWitness {

    /// More is known of a domain, or less.
    ///
    /// @param seen what follows from all snapshots so far
    void seen(Domain of, DomainView whole, Observations seen);

    /// What the roles of one of its nodes found worth a line.
    void noticed(Domain of, NoticeInbox.Taken notices);

    /// @param number tells the order from every other
    void ordered(Domain of, long number, OwnOrder order);

    /// What became of an order.
    void answered(Domain of, long number, OrderOutcome outcome);

    /// A stream has changed its key since a client was revoked.
    ///
    /// @param after since the order
    void lockedOut(Domain of, NodeName client, KeyLine line, Duration after);
}
