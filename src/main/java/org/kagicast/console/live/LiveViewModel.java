package org.kagicast.console.live;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kagicast.console.lanes.LanesViewModel;
import org.kagicast.console.matrix.MatrixViewModel;
import org.kagicast.console.parts.Item;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.EmptyState;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.KeyedListUpdater;
import org.kagicast.console.session.Selection;
import org.kagicast.console.session.Target;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.settings.Setting;
import org.kagicast.console.wall.WallViewModel;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;

/// What the Live screen shows and does. On the console's thread only.
public final class LiveViewModel {

    /// With more streams or clients than this there are no pictures by themselves: nobody would see them.
    static final int MOST_STREAMS = 10;
    static final int MOST_PICTURES = 24;

    private static final Setting<Lower> LOWER = Setting.choice("lower", Lower.values(), Lower.BY_ITSELF);

    private final ConsoleModel model;
    private final LanesViewModel lanes;
    private final WallViewModel wall;
    private final MatrixViewModel matrix;
    private final ReadOnlyObjectWrapper<Lower> lower = new ReadOnlyObjectWrapper<>(Lower.NOTHING);
    private final ObservableList<Item<KeyServerCardState>> keyServers = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<EmptyState> empty = new ReadOnlyObjectWrapper<>(EmptyState.NONE);
    private final KeyedListUpdater<NodeName, KeyServerSnapshot, Item<KeyServerCardState>> keyServersInPlace;
    private Frame frame;

    public LiveViewModel(ConsoleModel model) {
        this.model = model;
        this.frame = model.frame();
        this.lanes = new LanesViewModel(model);
        this.wall = new WallViewModel(model);
        this.matrix = new MatrixViewModel(model);
        keyServersInPlace = new KeyedListUpdater<>(keyServers, KeyServerSnapshot::name,
                server -> new Item<>(KeyServerCardState.of(server, frame)), this::show);
        model.show(this::show);
    }

    public LanesViewModel lanes() {
        return lanes;
    }

    public WallViewModel wall() {
        return wall;
    }

    public MatrixViewModel matrix() {
        return matrix;
    }

    /// What stands under the lanes; never [Lower#BY_ITSELF].
    ReadOnlyObjectProperty<Lower> lowerProperty() {
        return lower.getReadOnlyProperty();
    }

    /// Shows something else there, and remembers it.
    void choose(Lower wanted) {
        model.preferences().set(LOWER, wanted);
        show(model.frame());
    }

    /// Shows something under the lanes, or nothing there when it is there already.
    public void toggle(Lower wanted) {
        choose(lower.get() == wanted ? Lower.NOTHING : wanted);
    }

    /// Why no pictures can be shown.
    public Optional<String> whyNoPictures() {
        return wall.presentProperty().get()
                ? Optional.empty()
                : Optional.of(model.texts().of("command.why.noPictures"));
    }

    public ObservableList<Item<KeyServerCardState>> keyServers() {
        return keyServers;
    }

    /// What stands on the screen while there is nothing to show.
    ReadOnlyObjectProperty<EmptyState> emptyProperty() {
        return empty.getReadOnlyProperty();
    }

    public Selection selection() {
        return model.selection();
    }

    /// What the screen remembers.
    Preferences preferences() {
        return model.preferences();
    }

    /// Parts of another domain are others, even where they have the same names.
    private void show(Frame next) {
        boolean isOther = !next.domain().equals(frame.domain());
        frame = next;
        empty.set(EmptyState.of(model.showingProperty().get(), next));
        if (isOther) {
            keyServersInPlace.follow(List.of());
        }
        keyServersInPlace.follow(frame.snapshot().map(NodeSnapshot::keyServers).orElse(List.of()));
        Lower now = lower();
        if (now != lower.get()) {
            lower.set(now);
            wall.want(now == Lower.PICTURES);
            matrix.want(now == Lower.MATRIX);
        }
    }

    private Lower lower() {
        boolean hasPictures = wall.presentProperty().get();
        Lower chosen = model.preferences().get(LOWER);
        return switch (chosen) {
            case MATRIX, NOTHING -> chosen;
            case PICTURES -> hasPictures ? chosen : byItself(hasPictures);
            case BY_ITSELF -> byItself(hasPictures);
        };
    }

    /// Of a crowd, whose lane is folded, the table has the room.
    private Lower byItself(boolean hasPictures) {
        boolean isCrowd = lanes.lanes().stream()
                .anyMatch(lane -> lane.isFolded() && lane.head().state().crew().all() > LanesViewModel.MOST_CLIENTS);
        if (isCrowd) {
            return Lower.MATRIX;
        }
        return hasPictures && lanes.lanes().size() <= MOST_STREAMS && lanes.clients() <= MOST_PICTURES
                ? Lower.PICTURES
                : Lower.NOTHING;
    }

    private void show(Item<KeyServerCardState> item, KeyServerSnapshot server) {
        Target part = new Target.OfKeyServer(server.name());
        item.show(KeyServerCardState.of(server, frame.of(part)), frame.silence(part));
    }
}
