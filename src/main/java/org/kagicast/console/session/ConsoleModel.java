package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeDialer;
import org.kagicast.console.nodes.NodeLink;
import org.kagicast.console.session.OrderOutcome.Kind;
import org.kagicast.console.session.Replay.Past;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.node.NodeControl;
import org.kagicast.time.Time;

/// The one model of the console: takes the newest snapshots of the lab and of the nodes on other machines, remembers what
/// follows from them, and shows every screen the same frame of the domain in view. Between snapshots it shows frames in
/// which only the clock has moved on. On the console's thread only.
public final class ConsoleModel {

    /// A timeline of a thousand pixels moves by about one pixel in this time. Snapshots of several nodes are gathered for
    /// as long.
    private static final Duration BEAT = Duration.ofMillis(60);
    /// How often the clock alone makes a frame: for ages, and for a countdown.
    private static final Duration AGES = Duration.ofMillis(500);
    private static final Duration COUNTDOWN = Duration.ofMillis(100);

    private final Time time;
    private final Executor console;
    private final Executor background;
    private final ZoneId zone;
    private final Notices notices;
    private final Faults faults;
    private final Preferences preferences;
    private final Selection selection;
    private final LabSession session;
    private final RemoteNodes remotes;
    private final Commands commands;
    private final MemberOrders members;
    private final Map<Domain, DomainModel> domains = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<Domain> domain = new ReadOnlyObjectWrapper<>(Domain.lab());
    private final ReadOnlyObjectWrapper<ViewState> showing = new ReadOnlyObjectWrapper<>(ViewState.NOTHING);
    private final List<Consumer<Frame>> screens = new ArrayList<>();
    private final List<Consumer<Instant>> beats = new ArrayList<>();
    private final List<Consumer<Frame>> followers = new ArrayList<>();
    private final List<DomainWitness> witnesses = new ArrayList<>();
    private final Map<Domain, FrameKeeper> keepers = new HashMap<>();
    private final ReadOnlyObjectWrapper<Optional<Instant>> paused = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<Past> past = Optional.empty();
    private Optional<Replay> replay = Optional.empty();
    private Optional<NodeLink> lab = Optional.empty();
    private boolean wantsKeys;
    private long shown;
    private long told;
    private long orders;
    private Texts texts;
    private Time.@Nullable Scheduled beat;

    /// With nothing remembered.
    public ConsoleModel(LabStarter starter, NodeDialer dialer, Scenario scenario, Language language, Time time,
            ZoneId zone, Executor console, Executor background) {
        this(starter, dialer, scenario, language, time, zone, console, background, new Preferences());
    }

    /// @param console runs work on the console's thread
    /// @param background runs what takes long
    /// @param zone in which times of day are written
    /// @param preferences what screens remember
    public ConsoleModel(LabStarter starter, NodeDialer dialer, Scenario scenario, Language language, Time time,
            ZoneId zone, Executor console, Executor background, Preferences preferences) {
        this.preferences = preferences;
        this.selection = new Selection(preferences);
        this.time = time;
        this.console = console;
        this.background = background;
        this.zone = zone;
        this.texts = Texts.in(language, zone);
        this.notices = new Notices(time, console);
        this.faults = new Faults(notices);
        this.commands = new Commands(time, console, background, notices);
        this.session = new LabSession(starter, scenario, console, background, notices, this::attachLab);
        this.remotes = new RemoteNodes(dialer, time, console, background, notices, new Joining());
        this.members = new MemberOrders(this);
        session.stateProperty().addListener((state, before, now) -> labIs(now));
    }

    private void labIs(LabState state) {
        if (state == LabState.STARTING) {
            live();
        }
        showNews();
    }

    public LabSession session() {
        return session;
    }

    public RemoteNodes remotes() {
        return remotes;
    }

    public Notices notices() {
        return notices;
    }

    public Faults faults() {
        return faults;
    }

    public Selection selection() {
        return selection;
    }

    /// Orders about who may have which keys.
    public MemberOrders members() {
        return members;
    }

    /// What screens remember from one start to the next.
    public Preferences preferences() {
        return preferences;
    }

    public Texts texts() {
        return texts;
    }

    public Time time() {
        return time;
    }

    public Executor console() {
        return console;
    }

    /// The domain in view: what all screens and buttons are about.
    public ReadOnlyObjectProperty<Domain> domainProperty() {
        return domain.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<ViewState> showingProperty() {
        return showing.getReadOnlyProperty();
    }

    /// Brings another domain into view, as it is now.
    public void view(Domain wanted) {
        forgetPast();
        domain.set(wanted);
        askForKeys();
        showAll();
    }

    /// Whether the rows of key servers' key tables are looked at. Only then are those of the domain in view asked for, since
    /// they may be many; meanwhile they are as last known.
    public void wantKeys(boolean wanted) {
        wantsKeys = wanted;
        askForKeys();
    }

    private void askForKeys() {
        model(domain.get());
        domains.forEach((of, each) -> each.wantKeys(wantsKeys && of.equals(domain.get())));
    }

    /// Changes all keys of a stream in view, on the node that sends it; a failure becomes a notice.
    public void rekey(StreamName stream, RekeyCommand command) {
        order(List.of(new KeyLine(stream)), command);
    }

    /// As [#rekey(StreamName, RekeyCommand)], for the keys of one of its labels.
    public void rekey(KeyLine line, RekeyCommand command) {
        order(List.of(line), command);
    }

    /// As [#rekey(StreamName, RekeyCommand)], for several.
    public void rekey(List<StreamName> streams, RekeyCommand command) {
        order(streams.stream().map(KeyLine::new).toList(), command);
    }

    private void order(List<KeyLine> lines, RekeyCommand command) {
        List<KeyLine> meant = lines.stream()
                .filter(line -> !commands.isRepeated(inView(line), new OwnOrder.OfKeys(line, command)))
                .toList();
        if (!meant.isEmpty()) {
            notices.dismiss();
            meant.forEach(line -> order(line, command));
        }
    }

    private void order(KeyLine line, RekeyCommand command) {
        order(new OwnOrder.OfKeys(line, command), new Target.OfStream(line.stream()), node -> node.rekey(line, command),
                keys -> {
                }, keys -> OrderOutcome.done(keys.stream().map(KeyName::id).toList()));
    }

    /// Orders something of the node that a part is on, unless that is silent. A failure becomes a notice.
    ///
    /// @param what it is; the same again within a moment is a slip
    /// @param done is told the answer
    /// @param outcome what the answer says, for the record
    <T> void order(OwnOrder what, Target part, Function<NodeControl, CompletableFuture<T>> order, Consumer<T> done,
            Function<T, OrderOutcome> outcome) {
        if (past.isPresent()) {
            refuse(what, Kind.PAST, texts.of("past.noCommand", texts.clock(frame().now())));
            return;
        }
        model(domain.get()).host(part).ifPresent(link -> frame().silence(part).ifPresentOrElse(
                silence -> refuse(what, Kind.SILENT, texts.of("notice.silent", silence.sentence(), silence.reason())),
                () -> commands.order(link, inView(what.about()), what, recorded(what, order, outcome), done)));
    }

    private List<Object> inView(Object about) {
        return List.of(domain.get(), about);
    }

    /// Tells that something was not even sent.
    void refuse(OwnOrder what, Kind why, String sentence) {
        notices.tell(sentence);
        Domain of = domain.get();
        long number = ++orders;
        tellWitnesses(witness -> {
            witness.ordered(of, number, what);
            witness.answered(of, number, OrderOutcome.of(why));
        });
    }

    private <T> Function<NodeControl, CompletableFuture<T>> recorded(OwnOrder what,
            Function<NodeControl, CompletableFuture<T>> order, Function<T, OrderOutcome> outcome) {
        Domain of = domain.get();
        long number = ++orders;
        tellWitnesses(witness -> witness.ordered(of, number, what));
        return node -> {
            CompletableFuture<T> answer = order.apply(node);
            var _ = answer.whenComplete((given, fault) -> {
                OrderOutcome end = fault == null ? outcome.apply(given) : OrderOutcome.failed(fault);
                console.execute(() -> tellWitnesses(witness -> witness.answered(of, number, end)));
            });
            return answer;
        };
    }

    /// Has what the clients of a stream, or a client, lost, got late and received be counted anew in this console; its node
    /// goes on counting. Says so.
    public void resetCounters(Target part) {
        String name = switch (part) {
            case Target.OfStream of -> of.name().value();
            case Target.OfClient of -> of.name().value();
            case Target.OfKeyServer of -> throw new IllegalArgumentException("a key server has none of these counters");
        };
        model(domain.get()).seen().reset((stream, client) -> part.equals(new Target.OfStream(stream))
                || part.equals(new Target.OfClient(client)), time.now());
        notices.result(texts.of("counters.reset", name));
        showNews();
    }

    /// As [#resetCounters], of all in view.
    public void resetAllCounters() {
        model(domain.get()).seen().resetAll(time.now());
        notices.result(texts.of("counters.resetAll"));
        showNews();
    }

    /// Lets somebody hear all that happens from now on.
    public void tell(DomainWitness witness) {
        witnesses.add(witness);
    }

    void lockedOut(NodeName client, KeyLine line, Duration after) {
        Domain of = domain.get();
        tellWitnesses(witness -> witness.lockedOut(of, client, line, after));
    }

    /// Does something that may take long; a failure becomes a notice.
    public void inBackground(Runnable work) {
        background.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException failure) {
                console.execute(() -> notices.tell(failure));
            }
        });
    }

    /// Shows each frame to a screen, the present one at once. A screen that fails misses that frame, and no other does.
    public void show(Consumer<Frame> screen) {
        screens.add(screen);
        faults.guard(screen, frame());
    }

    /// Tells the clock about 16 times a second while anything moves between two snapshots, and else twice a second.
    public void onBeat(Consumer<Instant> listener) {
        beats.add(listener);
    }

    public void speak(Language language) {
        texts = Texts.in(language, zone);
        showAll();
    }

    /// Tells each frame of the domain in view as it is, also while screens show an earlier one.
    public void follow(Consumer<Frame> follower) {
        followers.add(follower);
        faults.guard(follower, present());
    }

    /// What is shown now; while it stands still, what was known at that moment.
    public Frame frame() {
        return past.map(then -> new Frame(domain.get(), then.whole(), then.at(), then.seen(), texts, true))
                .orElseGet(this::present);
    }

    /// What is known now, whatever is shown.
    public Frame present() {
        DomainModel present = model(domain.get());
        return new Frame(domain.get(), present.whole(), time.now(), present.seen(), texts, false);
    }

    /// The moment at which all screens stand still; empty while they show what is.
    public ReadOnlyObjectProperty<Optional<Instant>> pausedProperty() {
        return paused.getReadOnlyProperty();
    }

    /// What has been kept of the domain in view.
    public FrameHistory history() {
        return keeper(domain.get()).history();
    }

    /// Has all screens stand still at the latest kept moment not after this one. Nothing can be ordered then, and nothing
    /// is missed. Does nothing as long as nothing is kept.
    public void pause(Instant at) {
        history().at(at).ifPresent(this::pause);
    }

    /// As [#pause(Instant)], where what happened at that moment is to be seen already.
    public void pauseAfter(Instant at) {
        history().from(at, FrameHistory.SEEN_WITHIN).ifPresent(this::pause);
    }

    private void pause(KeptFrame frame) {
        Replay player = replay.orElseGet(() -> new Replay(history()));
        replay = Optional.of(player);
        past = Optional.of(player.show(frame));
        showAll();
        paused.set(Optional.of(frame.at()));
        tellBeat(frame());
    }

    /// Has all screens show what is again.
    public void live() {
        if (past.isPresent()) {
            forgetPast();
            showAll();
        }
    }

    private void forgetPast() {
        past = Optional.empty();
        replay = Optional.empty();
        paused.set(Optional.empty());
    }

    /// Something has happened in a domain: what is known now is worth being kept.
    public void mark(Domain of) {
        keeper(of).mark();
    }

    private FrameKeeper keeper(Domain of) {
        return keepers.computeIfAbsent(of, absent -> new FrameKeeper(time, console, background));
    }

    /// Stops the lab and lets go of all nodes.
    ///
    /// @param whenEnded runs on a background thread when nothing runs any more
    public void end(Runnable whenEnded) {
        CompletableFuture<Void> remote = remotes.close();
        session.end(() -> {
            remote.exceptionally(fault -> null).join();
            whenEnded.run();
        });
    }

    private DomainModel model(Domain of) {
        return domains.computeIfAbsent(of, absent -> new DomainModel(
                (whole, seen) -> tellWitnesses(witness -> witness.seen(of, whole, seen))));
    }

    private void attachLab(Optional<NodeControl> node) {
        lab.ifPresent(link -> {
            link.close();
            leave(Domain.lab(), link);
        });
        lab = node.map(control -> new NodeLink(Optional.empty(), control, Optional::empty, time, console, background,
                link -> changed(Domain.lab(), link)));
        lab.ifPresent(link -> {
            join(Domain.lab(), link, 0);
            link.open();
        });
    }

    private void join(Domain of, NodeLink link, int position) {
        model(of).add(position, link);
        if (beat == null) {
            beat = time.every(BEAT, console, this::beat);
        }
        showNews();
    }

    private void leave(Domain from, NodeLink link) {
        model(from).remove(link);
        if (model(from).isEmpty()) {
            domains.remove(from);
            if (from.equals(domain.get()) && !from.isLab()) {
                forgetPast();
                domain.set(Domain.lab());
            }
            askForKeys();
        }
        if (beat != null && domains.values().stream().allMatch(DomainModel::isEmpty)) {
            beat.cancel();
            beat = null;
        }
        showNews();
    }

    /// One node alone is shown at once; it tells no more than ten times a second.
    private void changed(Domain of, NodeLink link) {
        DomainModel changed = model(of);
        changed.changed(link);
        if (!changed.hasSeveral() && changed.refresh() && of.equals(domain.get())) {
            showNews();
        }
    }

    private void beat() {
        boolean isNew = false;
        for (Map.Entry<Domain, DomainModel> each : domains.entrySet()) {
            isNew |= each.getValue().refresh() && each.getKey().equals(domain.get());
            each.getValue().takeNotices(
                    notices -> tellWitnesses(witness -> witness.noticed(each.getKey(), notices)));
            keeper(each.getKey()).beat(each.getValue().whole(), each.getValue().seen());
        }
        Frame frame = present();
        if (isNew || time.nanos() - shown >= (isCounting(frame) ? COUNTDOWN : AGES).toNanos()) {
            showNews();
        }
        if (past.isEmpty() && frame.snapshot().isPresent()
                && (isMoving(frame) || time.nanos() - told >= AGES.toNanos())) {
            told = time.nanos();
            tellBeat(frame);
        }
    }

    private void tellBeat(Frame frame) {
        beats.forEach(listener -> faults.guard(listener, frame.now()));
    }

    /// Whether there is a bar that grows.
    private static boolean isMoving(Frame frame) {
        return !frame.seen().timeline().isEmpty();
    }

    private static boolean isCounting(Frame frame) {
        return frame.snapshot().map(Audience::streams).orElse(List.of()).stream().map(StreamSnapshot::pending)
                .anyMatch(Optional::isPresent);
    }

    private void showAll() {
        Frame frame = frame();
        shown = time.nanos();
        showing.set(showing(frame));
        selection.follow(frame);
        tellFollowers();
        screens.forEach(screen -> faults.guard(screen, frame));
    }

    /// While screens stand still, only who follows what is hears more.
    private void showNews() {
        if (past.isEmpty()) {
            showAll();
        } else {
            shown = time.nanos();
            tellFollowers();
        }
    }

    private void tellFollowers() {
        Frame present = present();
        followers.forEach(follower -> faults.guard(follower, present));
    }

    private void tellWitnesses(Consumer<DomainWitness> what) {
        witnesses.forEach(witness -> faults.guard(what, witness));
    }

    private ViewState showing(Frame frame) {
        if (frame.isPast()) {
            return ViewState.NODES;
        }
        if (frame.domain().isLab()) {
            ViewState lab = ViewState.of(session.stateProperty().get());
            return lab == ViewState.NODES && !frame.hasRoles() ? ViewState.STARTING : lab;
        }
        return frame.snapshot().isPresent() ? ViewState.NODES : ViewState.CALLING;
    }

    /// What the nodes on other machines tell.
    private final class Joining implements RemoteNodes.Listener {

        @Override
        public void joined(Domain of, NodeLink link, int position) {
            join(of, link, position);
        }

        @Override
        public void changed(Domain of, NodeLink link) {
            ConsoleModel.this.changed(of, link);
        }

        @Override
        public void left(Domain from, NodeLink link) {
            leave(from, link);
        }
    }
}
