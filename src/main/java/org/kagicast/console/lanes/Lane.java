package org.kagicast.console.lanes;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kagicast.console.parts.Item;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.KeyedListUpdater;
import org.kagicast.console.session.Target;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// The lane of a stream: its head, and a strip for each of its clients while it is not folded. The same object as long as
/// the stream is in view. On the console's thread only.
public final class Lane {

    private final Item<LaneState> head;
    private final ObservableList<Item<StripState>> strips = FXCollections.observableArrayList();
    private final KeyedListUpdater<NodeName, ClientSnapshot, Item<StripState>> stripsInPlace;
    private final Predicate<NodeName> isMeant;
    private boolean folded;
    private SentStream sent;
    private Frame frame;
    private Set<KeyId> compromised = Set.of();

    /// @param isMeant whether a client is there to be refused
    Lane(SentStream sent, Predicate<NodeName> isMeant, Frame frame) {
        this.sent = sent;
        this.isMeant = isMeant;
        this.frame = frame;
        this.head = new Item<>(state());
        stripsInPlace = new KeyedListUpdater<>(strips, ClientSnapshot::name, client -> new Item<>(strip(client)),
                (item, client) -> item.show(strip(client), this.frame.silence(new Target.OfClient(client.name()))));
    }

    public StreamName stream() {
        return head.state().name();
    }

    public Item<LaneState> head() {
        return head;
    }

    /// Its clients; none while it is folded.
    public ObservableList<Item<StripState>> strips() {
        return strips;
    }

    public boolean isFolded() {
        return folded;
    }

    /// Its lines of keys, in their order: one for each label.
    List<KeyLine> lines() {
        return head.state().keys().stream().map(KeysState::line).toList();
    }

    void show(SentStream next, boolean isFolded, Set<KeyId> known, Frame now) {
        sent = next;
        folded = isFolded;
        compromised = known;
        frame = now;
        head.show(state(), frame.silence(new Target.OfStream(sent.name())));
        stripsInPlace.follow(folded ? List.of() : sent.clients());
    }

    private LaneState state() {
        return LaneState.of(sent.server(), sent.stream(), sent.clients(), isMeant, frame);
    }

    private StripState strip(ClientSnapshot client) {
        return StripState.of(client, sent.stream(), compromised,
                frame.of(new Target.OfClient(client.name())));
    }
}
