package org.kagicast.console.matrix;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kagicast.console.parts.Item;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.KeyedListUpdater;
import org.kagicast.console.session.Target;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// All clients by all streams. Costs nothing while nobody looks. On the console's thread only.
public final class MatrixViewModel {

    private final ConsoleModel model;
    private final ObservableList<Item<MatrixRow>> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<List<StreamName>> streams = new ReadOnlyObjectWrapper<>(List.of());
    private final KeyedListUpdater<NodeName, ClientSnapshot, Item<MatrixRow>> rowsInPlace;
    private List<StreamSnapshot> sent = List.of();
    private Frame frame;
    private boolean isWanted;

    public MatrixViewModel(ConsoleModel model) {
        this.model = model;
        this.frame = model.frame();
        rowsInPlace = new KeyedListUpdater<>(rows, ClientSnapshot::name, client -> new Item<>(row(client)),
                (item, client) -> item.show(row(client), frame.silence(new Target.OfClient(client.name()))));
        model.show(this::show);
    }

    public ObservableList<Item<MatrixRow>> rows() {
        return rows;
    }

    /// The columns.
    public ReadOnlyObjectProperty<List<StreamName>> streamsProperty() {
        return streams.getReadOnlyProperty();
    }

    /// Whether anybody looks.
    public void want(boolean wanted) {
        isWanted = wanted;
        show(frame);
    }

    /// Points at a client.
    public void reveal(NodeName client) {
        model.selection().reveal(new Target.OfClient(client));
    }

    private MatrixRow row(ClientSnapshot client) {
        return MatrixRow.of(client, sent, frame);
    }

    private void show(Frame next) {
        boolean isOther = !next.domain().equals(frame.domain());
        frame = next;
        sent = isWanted ? frame.snapshot().map(Audience::streams).orElse(List.of()) : List.of();
        streams.set(sent.stream().map(StreamSnapshot::name).toList());
        if (isOther) {
            rowsInPlace.follow(List.of());
        }
        rowsInPlace.follow(isWanted ? frame.snapshot().map(NodeSnapshot::clients).orElse(List.of()) : List.of());
    }
}
