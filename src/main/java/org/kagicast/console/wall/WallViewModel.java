package org.kagicast.console.wall;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kagicast.console.parts.Item;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.KeyedListUpdater;
import org.kagicast.console.session.Target;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.Picture;

/// What each client sees. Only the lab's clients show it: what is decrypted on another machine stays there. On the
/// console's thread only.
public final class WallViewModel {

    private final ConsoleModel model;
    private final ObservableList<Item<TileState>> tiles = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper present = new ReadOnlyBooleanWrapper();
    private final ReadOnlyLongWrapper frames = new ReadOnlyLongWrapper();
    private final KeyedListUpdater<NodeName, ClientSnapshot, Item<TileState>> tilesInPlace;
    private Frame frame;
    private boolean isWanted;

    public WallViewModel(ConsoleModel model) {
        this.model = model;
        this.frame = model.frame();
        tilesInPlace = new KeyedListUpdater<>(tiles, ClientSnapshot::name,
                client -> new Item<>(TileState.of(client, frame)),
                (item, client) -> item.show(TileState.of(client, frame),
                        frame.silence(new Target.OfClient(client.name()))));
        model.show(this::show);
    }

    public ObservableList<Item<TileState>> tiles() {
        return tiles;
    }

    /// Whether there are pictures at all.
    public ReadOnlyBooleanProperty presentProperty() {
        return present.getReadOnlyProperty();
    }

    /// Grows with each frame shown.
    ReadOnlyLongProperty framesProperty() {
        return frames.getReadOnlyProperty();
    }

    public Optional<Picture> picture(NodeName client) {
        return frame.domain().isLab() && !frame.isPast() ? model.session().picture(client) : Optional.empty();
    }

    /// Whether anybody looks.
    public void want(boolean wanted) {
        isWanted = wanted;
        show(frame);
    }

    private void show(Frame next) {
        frame = next;
        List<ClientSnapshot> clients = frame.domain().isLab()
                ? frame.snapshot().map(NodeSnapshot::clients).orElse(List.of())
                : List.of();
        present.set(!clients.isEmpty());
        tilesInPlace.follow(isWanted ? clients : List.of());
        frames.set(frames.get() + 1);
    }
}
