package org.kagicast.console.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.kagicast.console.nodes.NodeLink;
import org.kagicast.console.nodes.NoticeInbox;

/// The nodes of one domain, the picture that they make together, and what follows from all of their snapshots. On the
/// console's thread only.
final class DomainModel {

    private final List<NodeLink> links = new ArrayList<>();
    private final BiConsumer<DomainView, Observations> witness;
    private Observations seen = new Observations();
    private DomainView whole = DomainView.EMPTY;
    private boolean wantsKeys;
    private boolean stale;

    /// @param witness is shown each picture
    DomainModel(BiConsumer<DomainView, Observations> witness) {
        this.witness = witness;
    }

    /// @param position among the others
    void add(int position, NodeLink link) {
        links.add(Math.min(position, links.size()), link);
        link.wantKeys(wantsKeys);
        combine();
    }

    void remove(NodeLink link) {
        links.remove(link);
        combine();
    }

    /// Has all nodes tell the rows of their key tables, or keep them for themselves.
    void wantKeys(boolean wanted) {
        if (wantsKeys != wanted) {
            wantsKeys = wanted;
            links.forEach(link -> link.wantKeys(wanted));
        }
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    /// Whether the snapshots of several nodes come in between two pictures.
    boolean hasSeveral() {
        return links.size() > 1;
    }

    /// More is known of a node. It enters the picture with the next [#refresh].
    void changed(NodeLink link) {
        link.status().snapshot().filter(snapshot -> link.status().isHeard()).ifPresent(seen::follow);
        stale = true;
    }

    /// @return whether the picture is another one now
    boolean refresh() {
        if (!stale) {
            return false;
        }
        combine();
        return true;
    }

    /// Hands over what the nodes' roles found worth a line since the last time.
    void takeNotices(Consumer<NoticeInbox.Taken> taker) {
        links.stream().map(NodeLink::takeNotices).filter(taken -> !taken.isEmpty()).forEach(taker);
    }

    DomainView whole() {
        return whole;
    }

    Observations seen() {
        return seen;
    }

    /// The node that a part of the picture is on.
    Optional<NodeLink> host(Target part) {
        return whole.host(part).flatMap(host -> links.stream()
                .filter(link -> link.status().destination().equals(host.destination())).findFirst());
    }

    private void combine() {
        stale = false;
        whole = DomainView.of(links.stream().map(NodeLink::status).toList());
        whole.snapshot().ifPresentOrElse(snapshot -> seen.observe(snapshot, whole), () -> seen = new Observations());
        witness.accept(whole, seen);
    }
}
