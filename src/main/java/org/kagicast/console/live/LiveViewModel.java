package org.kagicast.console.live;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.EmptyState;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.KeyedListUpdater;
import org.kagicast.console.session.Selection;
import org.kagicast.console.session.Target;
import org.kagicast.console.timeline.TimelineRow;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.Picture;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// What the Live screen shows and does. On the console's thread only.
public final class LiveViewModel {

    private final ConsoleModel model;
    private final ObservableList<Item<KeyServerCardState>> keyServers = FXCollections.observableArrayList();
    private final ObservableList<Item<StreamCardState>> streams = FXCollections.observableArrayList();
    private final ObservableList<Item<ClientCardState>> clients = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<List<TimelineRow>> timeline = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<EmptyState> empty = new ReadOnlyObjectWrapper<>(EmptyState.NONE);
    private final ReadOnlyBooleanWrapper changeable = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyLongWrapper frames = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<Instant> now;
    private Frame frame;
    private final KeyedListUpdater<NodeName, KeyServerSnapshot, Item<KeyServerCardState>> keyServersInPlace;
    private final KeyedListUpdater<StreamName, OwnedStream, Item<StreamCardState>> streamsInPlace;
    private final KeyedListUpdater<NodeName, ClientSnapshot, Item<ClientCardState>> clientsInPlace;

    public LiveViewModel(ConsoleModel model) {
        this.model = model;
        this.frame = model.frame();
        this.now = new ReadOnlyObjectWrapper<>(frame.now());
        keyServersInPlace = new KeyedListUpdater<>(keyServers, KeyServerSnapshot::name,
                server -> new Item<>(KeyServerCardState.of(server, frame)),
                (item, server) -> show(item, new Target.OfKeyServer(server.name()),
                        of -> KeyServerCardState.of(server, of)));
        streamsInPlace = new KeyedListUpdater<>(streams, owned -> owned.stream.name(),
                owned -> new Item<>(state(owned, frame)),
                (item, owned) -> show(item, new Target.OfStream(owned.stream.name()), of -> state(owned, of)));
        clientsInPlace = new KeyedListUpdater<>(clients, ClientSnapshot::name,
                client -> new Item<>(ClientCardState.of(client, frame)),
                (item, client) -> show(item, new Target.OfClient(client.name()), of -> ClientCardState.of(client, of)));
        model.show(this::show);
        model.onBeat(now::set);
    }

    public ObservableList<Item<KeyServerCardState>> keyServers() {
        return keyServers;
    }

    public ObservableList<Item<StreamCardState>> streams() {
        return streams;
    }

    public ObservableList<Item<ClientCardState>> clients() {
        return clients;
    }

    public ReadOnlyObjectProperty<List<TimelineRow>> timelineProperty() {
        return timeline.getReadOnlyProperty();
    }

    /// Grows with each frame shown.
    ReadOnlyLongProperty framesProperty() {
        return frames.getReadOnlyProperty();
    }

    /// The clock; moves about 16 times a second while there is anything to show.
    public ReadOnlyObjectProperty<Instant> nowProperty() {
        return now.getReadOnlyProperty();
    }

    public KeyNumbers numbers() {
        return frame.seen().numbers();
    }

    /// What stands on the screen while there is nothing to show.
    ReadOnlyObjectProperty<EmptyState> emptyProperty() {
        return empty.getReadOnlyProperty();
    }

    /// Whether roles can be added and removed: only the lab's.
    ReadOnlyBooleanProperty changeableProperty() {
        return changeable.getReadOnlyProperty();
    }

    public Selection selection() {
        return model.selection();
    }

    public Optional<Picture> picture(NodeName client) {
        return frame.domain().isLab() && !frame.isPast() ? model.session().picture(client) : Optional.empty();
    }

    public void startLab() {
        model.session().start(model.session().scenarioProperty().get());
    }

    public void addClient(StreamName stream) {
        model.session().command(lab -> lab.addClient(stream));
    }

    public void addEavesdropper(StreamName stream) {
        model.session().command(lab -> lab.addEavesdropper(stream));
    }

    public void addContentServer() {
        model.session().command(lab -> lab.addContentServer());
    }

    /// Takes a client or a content server out of the lab.
    public void remove(NodeName role) {
        model.session().command(lab -> lab.remove(role));
    }

    /// Changes the keys of a stream or of one of its labels.
    public void rekey(KeyLine line, RekeyCommand command) {
        model.rekey(line, command);
    }

    /// Points at what a problem or a jump is about.
    public void reveal(Target target) {
        model.selection().reveal(target);
    }

    /// Parts of another domain are others, even where they have the same names.
    private void show(Frame next) {
        boolean isOther = !next.domain().equals(frame.domain());
        frame = next;
        empty.set(EmptyState.of(model.showingProperty().get(), next));
        changeable.set(next.domain().isLab() && !next.isPast());
        if (isOther) {
            keyServersInPlace.follow(List.of());
            streamsInPlace.follow(List.of());
            clientsInPlace.follow(List.of());
        }
        keyServersInPlace.follow(frame.snapshot().map(NodeSnapshot::keyServers).orElse(List.of()));
        streamsInPlace.follow(frame.snapshot().map(NodeSnapshot::contentServers).orElse(List.of()).stream()
                .flatMap(LiveViewModel::owned).toList());
        clientsInPlace.follow(frame.snapshot().map(NodeSnapshot::clients).orElse(List.of()));
        timeline.set(frame.seen().timeline().rows());
        frames.set(frames.get() + 1);
    }

    private <F> void show(Item<F> item, Target part, Function<Frame, F> state) {
        item.show(state.apply(frame.of(part)), frame.silence(part));
    }

    private static StreamCardState state(OwnedStream owned, Frame of) {
        return StreamCardState.of(owned.server, owned.stream, of);
    }

    private static Stream<OwnedStream> owned(ContentServerSnapshot server) {
        return server.streams().stream().map(stream -> new OwnedStream(server, stream));
    }

    private record OwnedStream(ContentServerSnapshot server, StreamSnapshot stream) {}
}
