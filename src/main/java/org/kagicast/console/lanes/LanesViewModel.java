package org.kagicast.console.lanes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.parts.Fold;
import org.kagicast.console.parts.Item;
import org.kagicast.console.parts.Tone;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.KeyedListUpdater;
import org.kagicast.console.session.Selection;
import org.kagicast.console.session.Staleness;
import org.kagicast.console.session.Target;
import org.kagicast.console.settings.Setting;
import org.kagicast.console.timeline.Audience;
import org.kagicast.console.timeline.Place;
import org.kagicast.console.timeline.TimelineRow;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// The lanes of all streams in view, what is folded of them, in which order they stand, and what can be ordered of their
/// parts. On the console's thread only.
public final class LanesViewModel {

    /// With more clients than this a lane is folded by itself.
    public static final int MOST_CLIENTS = 12;
    /// With more lanes than this all are folded by themselves.
    static final int MOST_LANES = 6;

    private static final Setting.Family<Fold> FOLDED = Setting.family("lane",
            name -> Setting.choice(name, Fold.values(), Fold.BY_ITSELF));

    private final ConsoleModel model;
    private final ObservableList<Lane> lanes = FXCollections.observableArrayList();
    private final ObservableList<Item<StripState>> strays = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<List<LaneRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper changeable = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyLongWrapper frames = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<Instant> now;
    private final KeyedListUpdater<StreamName, SentStream, Lane> lanesInPlace;
    private final KeyedListUpdater<NodeName, ClientSnapshot, Item<StripState>> straysInPlace;
    /// Those that a link has opened; nobody has chosen that they stay so.
    private final Set<StreamName> shown = new HashSet<>();
    private LaneOrder order = new LaneOrder();
    private Set<KeyId> compromised = Set.of();
    private Frame frame;
    private int laneCount;
    private boolean isHeld;

    public LanesViewModel(ConsoleModel model) {
        this.model = model;
        this.frame = model.frame();
        this.now = new ReadOnlyObjectWrapper<>(frame.now());
        lanesInPlace = new KeyedListUpdater<>(lanes, SentStream::name, sent -> new Lane(sent, this::isMeant, frame),
                (lane, sent) -> lane.show(sent, isFolded(sent), compromised, frame));
        straysInPlace = new KeyedListUpdater<>(strays, ClientSnapshot::name,
                client -> new Item<>(StripState.of(client, frame)),
                (item, client) -> item.show(StripState.of(client, frame.of(new Target.OfClient(client.name()))),
                        frame.silence(new Target.OfClient(client.name()))));
        model.show(this::show);
        model.onBeat(now::set);
    }

    /// In the order in which they stand.
    public ObservableList<Lane> lanes() {
        return lanes;
    }

    /// Clients that receive no stream in view.
    public ObservableList<Item<StripState>> strays() {
        return strays;
    }

    /// All that stands on the board, from the top down.
    public ReadOnlyObjectProperty<List<LaneRow>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /// Grows with each frame shown.
    ReadOnlyLongProperty framesProperty() {
        return frames.getReadOnlyProperty();
    }

    /// The clock; moves about 16 times a second while there is anything to show.
    ReadOnlyObjectProperty<Instant> nowProperty() {
        return now.getReadOnlyProperty();
    }

    /// Whether roles can be added and removed: only the lab's.
    public ReadOnlyBooleanProperty changeableProperty() {
        return changeable.getReadOnlyProperty();
    }

    /// Why roles can be neither added nor removed.
    public Optional<String> whyUnchangeable() {
        if (frame.isPast()) {
            return Optional.of(frame.texts().of("keys.why.past", frame.texts().clock(frame.now())));
        }
        return frame.domain().isLab() && frame.hasRoles()
                ? Optional.empty()
                : Optional.of(frame.texts().of("command.why.noLab"));
    }

    public Selection selection() {
        return model.selection();
    }

    public KeyNumbers numbers() {
        return frame.seen().numbers();
    }

    public Optional<TimelineRow> timeline(Place place) {
        return frame.seen().timeline().row(place);
    }

    public int clients() {
        return frame.snapshot().map(snapshot -> snapshot.clients().size()).orElse(0);
    }

    /// A client as its node shows it.
    public Optional<ClientSnapshot> client(NodeName name) {
        return frame.snapshot().stream().flatMap(snapshot -> snapshot.clients().stream())
                .filter(client -> client.name().equals(name)).findFirst();
    }

    public List<StreamName> streamsOf(ClientSnapshot client) {
        return frame.snapshot().map(Audience::streams)
                .map(streams -> Audience.streamsOf(client, streams)).orElse(List.of());
    }

    /// Why nothing can be ordered about a stream's keys: its node is not heard of.
    Optional<String> whyNot(Lane lane) {
        return lane.head().silenceProperty().get().map(Staleness::sentence)
                .map(sentence -> frame.texts().of("keys.why.silent", sentence));
    }

    public void addClient(StreamName stream) {
        model.session().command(lab -> lab.addClient(stream));
    }

    /// Whether the lab's streams sign what they send.
    public boolean isSigning() {
        return model.session().isSigning();
    }

    /// Has the lab's streams sign, or not any more; each starts anew for that.
    public void sign(boolean signing) {
        model.session().command(lab -> lab.setSigning(signing));
    }

    /// Whether an impostor is among the lab's members.
    public boolean hasImpostor() {
        return model.session().hasImpostor();
    }

    /// Lets an impostor join the lab, or takes it out again.
    public void letImpostorIn(boolean isIn) {
        model.session().command(lab -> lab.setImpostor(isIn));
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

    /// Why no counters can begin anew: there are none, or those of an earlier moment are shown.
    public Optional<String> whyNoReset() {
        if (frame.isPast()) {
            return Optional.of(frame.texts().of("keys.why.past", frame.texts().clock(frame.now())));
        }
        return clients() > 0 ? Optional.empty() : Optional.of(frame.texts().of("counters.none"));
    }

    /// Has the counters of a client, or of all clients of a stream, begin anew in this console.
    public void resetCounters(Target part) {
        model.resetCounters(part);
    }

    /// As [#resetCounters], of all in view.
    public void resetAllCounters() {
        model.resetAllCounters();
    }

    /// Orders something about the keys of a stream or of one of its labels. What is about an announced change names its key,
    /// so that the node refuses it once that key is not the coming one any more.
    public void rekey(KeyLine line, RekeyCommand command) {
        model.rekey(line, command);
    }

    /// While somebody is about to click, no lane moves.
    public void hold(boolean held) {
        isHeld = held;
    }

    /// Folds or opens a lane, and remembers it.
    public void fold(Lane lane, boolean folded) {
        shown.remove(lane.stream());
        model.preferences().set(remembered(lane.stream()), folded ? Fold.FOLDED : Fold.OPEN);
        show(model.frame());
    }

    /// Folds or opens all lanes, and remembers it.
    public void foldAll(boolean folded) {
        shown.clear();
        lanes.forEach(lane -> model.preferences().set(remembered(lane.stream()), folded ? Fold.FOLDED : Fold.OPEN));
        show(model.frame());
    }

    /// Opens the lane of a client, so that it can be pointed at.
    public void open(NodeName client) {
        client(client).map(this::streamsOf).flatMap(streams -> streams.stream().findFirst()).ifPresent(stream -> {
            shown.add(stream);
            show(model.frame());
        });
    }

    private boolean isFolded(SentStream sent) {
        return switch (model.preferences().get(remembered(sent.name()))) {
            case FOLDED -> !shown.contains(sent.name());
            case OPEN -> false;
            case BY_ITSELF -> !shown.contains(sent.name())
                    && (sent.clients().size() > MOST_CLIENTS || laneCount > MOST_LANES);
        };
    }

    private Setting<Fold> remembered(StreamName stream) {
        return FOLDED.of(frame.domain() instanceof Domain.Trust trust ? trust.name() : "", stream.value());
    }

    /// Parts of another domain are others, even where they have the same names.
    private void show(Frame next) {
        boolean isOther = !next.domain().equals(frame.domain());
        frame = next;
        changeable.set(next.domain().isLab() && !next.isPast());
        if (isOther) {
            order = new LaneOrder();
            shown.clear();
            lanesInPlace.follow(List.of());
            straysInPlace.follow(List.of());
        }
        compromised = compromised(frame);
        follow();
        rows.set(rowsNow());
        frames.set(frames.get() + 1);
    }

    private void follow() {
        List<ClientSnapshot> all = frame.snapshot().map(NodeSnapshot::clients).orElse(List.of());
        List<StreamSnapshot> streams = frame.snapshot().map(Audience::streams).orElse(List.of());
        Map<StreamName, List<ClientSnapshot>> receiving = new HashMap<>();
        List<ClientSnapshot> none = new ArrayList<>();
        for (ClientSnapshot client : all) {
            List<StreamName> own = Audience.streamsOf(client, streams);
            own.forEach(stream -> receiving.computeIfAbsent(stream, absent -> new ArrayList<>()).add(client));
            if (own.isEmpty()) {
                none.add(client);
            }
        }
        Map<StreamName, SentStream> sent = new HashMap<>();
        List<StreamName> natural = new ArrayList<>();
        frame.snapshot().ifPresent(snapshot -> snapshot.contentServers().forEach(server -> server.streams()
                .forEach(stream -> {
                    natural.add(stream.name());
                    sent.put(stream.name(), new SentStream(server, stream,
                            receiving.getOrDefault(stream.name(), List.of())));
                })));
        laneCount = natural.size();
        Set<StreamName> troubled = sent.values().stream().filter(this::isTroubled).map(SentStream::name)
                .collect(Collectors.toSet());
        lanesInPlace.follow(order.of(natural, troubled, isHeld, model.time().nanos()).stream().map(sent::get)
                .toList());
        straysInPlace.follow(none);
    }

    /// The lab has clients that are there to be refused.
    private boolean isTroubled(SentStream sent) {
        return sent.stream().status() == StreamSnapshot.Status.FAILED
                || frame.silence(new Target.OfStream(sent.name())).isPresent()
                || sent.clients().stream().anyMatch(client -> isTroubled(client, sent.stream()));
    }

    private boolean isTroubled(ClientSnapshot client, StreamSnapshot stream) {
        ClientSnapshot.Status status = StripState.status(client, stream);
        return Tone.of(status).isTrouble() && !CrewState.isMeant(client, status, this::isMeant);
    }

    private boolean isMeant(NodeName client) {
        return frame.domain().isLab() && model.session().isEavesdropper(client);
    }

    private List<LaneRow> rowsNow() {
        List<LaneRow> all = new ArrayList<>();
        for (Lane lane : lanes) {
            if (lane.isFolded()) {
                all.add(new LaneRow.Folded(lane));
                continue;
            }
            all.add(new LaneRow.Head(lane));
            LaneState state = lane.head().state();
            for (int index = 0; state.hasLabels() && index < state.keys().size(); index++) {
                all.add(new LaneRow.Label(lane, index));
            }
            lane.strips().forEach(strip -> all.add(new LaneRow.Strip(lane, strip)));
        }
        if (!strays.isEmpty()) {
            all.add(new LaneRow.Others());
            strays.forEach(stray -> all.add(new LaneRow.Stray(stray)));
        }
        return List.copyOf(all);
    }

    private static Set<KeyId> compromised(Frame frame) {
        Set<KeyId> known = new HashSet<>();
        frame.snapshot().ifPresent(snapshot -> {
            snapshot.contentServers().forEach(server -> server.keys().stream()
                    .filter(row -> row.state() == KeyState.COMPROMISED).forEach(row -> known.add(row.keyId())));
            snapshot.keyServers().forEach(server -> server.keys().stream()
                    .filter(row -> row.state() == KeyState.COMPROMISED).forEach(row -> known.add(row.keyId())));
        });
        return known;
    }
}
