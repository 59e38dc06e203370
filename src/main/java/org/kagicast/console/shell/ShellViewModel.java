package org.kagicast.console.shell;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.LabState;
import org.kagicast.console.session.Notices;
import org.kagicast.console.session.Staleness;
import org.kagicast.console.session.Target;
import org.kagicast.console.session.ViewState;
import org.kagicast.console.settings.Setting;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Desktop;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;

/// The window around the screens. On the console's thread only.
public final class ShellViewModel {

    private static final List<Double> ZOOMS = List.of(0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0);
    private static final Setting<Screen> SCREEN = Setting.choice("screen", Screen.values(), Screen.LIVE);

    private final ConsoleModel model;
    private final ObjectProperty<Screen> screen;
    private final ObjectProperty<Theme> theme;
    private final ObjectProperty<Language> language;
    private final ReadOnlyDoubleWrapper zoom = new ReadOnlyDoubleWrapper(1);
    private final BooleanProperty fullScreen = new SimpleBooleanProperty();
    private final BooleanProperty presenting = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper connection = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper badge = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper lab = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyBooleanWrapper silent = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper losses = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<JudgedProblem>> judged = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Problem>> problems = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper problemsText = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyBooleanWrapper empty = new ReadOnlyBooleanWrapper();
    private final BooleanProperty newsOpen = new SimpleBooleanProperty(false);
    private final Judgements judgements;
    private final Desktop desktop;

    /// With a desktop that shows no files.
    public ShellViewModel(ConsoleModel model, Theme theme) {
        this(model, theme, Desktop.NONE);
    }

    public ShellViewModel(ConsoleModel model, Theme theme, Desktop desktop) {
        this.model = model;
        this.desktop = desktop;
        this.judgements = new Judgements(model.preferences());
        this.screen = new SimpleObjectProperty<>(model.preferences().get(SCREEN));
        this.theme = new SimpleObjectProperty<>(theme);
        this.language = new SimpleObjectProperty<>(model.texts().language());
        screen.addListener((inFront, before, now) -> model.preferences().set(SCREEN, now));
        language.addListener((spoken, before, now) -> model.speak(now));
        model.notices().latestProperty().addListener((latest, before, now) -> notice.set(sentence(now)));
        model.selection().revealedProperty().addListener(
                (revealed, before, now) -> now.ifPresent(target -> screen.set(Screen.LIVE)));
        model.showingProperty().subscribe(showing -> empty.set(showing == ViewState.NOTHING));
        // What is wrong now, and what is connected, also while the screens show an
        // earlier moment.
        model.follow(this::show);
    }

    public ObjectProperty<Screen> screenProperty() {
        return screen;
    }

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    public ObjectProperty<Language> languageProperty() {
        return language;
    }

    /// How much larger than usual everything is, 1 for the usual size.
    public ReadOnlyDoubleProperty zoomProperty() {
        return zoom.getReadOnlyProperty();
    }

    public BooleanProperty fullScreenProperty() {
        return fullScreen;
    }

    /// Whether the window shows a room full of people what happens, and nothing else.
    public BooleanProperty presentingProperty() {
        return presenting;
    }

    /// Takes a size that was remembered, as near as there is one.
    public void zoom(double wanted) {
        zoom.set(ZOOMS.stream().min(Comparator.comparingDouble(each -> Math.abs(each - wanted))).orElse(1.0));
    }

    public void larger() {
        ZOOMS.stream().filter(each -> each > zoom.get()).findFirst().ifPresent(zoom::set);
    }

    public void smaller() {
        ZOOMS.reversed().stream().filter(each -> each < zoom.get()).findFirst().ifPresent(zoom::set);
    }

    public void usualSize() {
        zoom.set(1);
    }

    public void toggleFullScreen() {
        fullScreen.set(!fullScreen.get());
    }

    /// On the whole screen, and back to the window as it was.
    public void togglePresenting() {
        presenting.set(!presenting.get());
        fullScreen.set(presenting.get());
    }

    public ReadOnlyObjectProperty<LabState> stateProperty() {
        return model.session().stateProperty();
    }

    public ReadOnlyObjectProperty<Scenario> scenarioProperty() {
        return model.session().scenarioProperty();
    }

    /// LAB, or the name of the trust domain in view.
    ReadOnlyStringProperty badgeProperty() {
        return badge.getReadOnlyProperty();
    }

    /// Whether the lab is in view.
    ReadOnlyBooleanProperty labProperty() {
        return lab.getReadOnlyProperty();
    }

    /// Whether a node in view is not heard of.
    ReadOnlyBooleanProperty silentProperty() {
        return silent.getReadOnlyProperty();
    }

    /// How many roles of each kind there are.
    ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    ReadOnlyStringProperty connectionProperty() {
        return connection.getReadOnlyProperty();
    }

    ReadOnlyStringProperty lossesProperty() {
        return losses.getReadOnlyProperty();
    }

    /// What went wrong last; empty when nothing did, or it has been dismissed.
    ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /// Those that count: neither acknowledged nor expected.
    public ReadOnlyObjectProperty<List<Problem>> problemsProperty() {
        return problems.getReadOnlyProperty();
    }

    /// All of them, with what was said of each.
    ReadOnlyObjectProperty<List<JudgedProblem>> judgedProperty() {
        return judged.getReadOnlyProperty();
    }

    /// How many there are and what the first is, in a line; empty while nothing is known.
    ReadOnlyStringProperty problemsTextProperty() {
        return problemsText.getReadOnlyProperty();
    }

    /// Whether something is on its way: a lab starts or stops, or no node has answered yet.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Whether the list of problems and notices is to be seen.
    public BooleanProperty newsOpenProperty() {
        return newsOpen;
    }

    /// What was told, the latest first.
    ObservableList<Notices.Told> history() {
        return model.notices().history();
    }

    /// What is told now; empty when nothing is, or it has been dismissed.
    ReadOnlyObjectProperty<Optional<Notices.Told>> shownProperty() {
        return model.notices().shownProperty();
    }

    /// Says something of a problem, from now on or until it changes.
    void say(Problem problem, Judgement judgement) {
        judgements.say(model.domainProperty().get(), problem, judgement);
        judge(model.present());
    }

    /// The problem that counts now and is shown by this part of the Live screen.
    public Optional<Problem> problemOf(Target part) {
        return problems.get().stream().filter(problem -> problem.cause().equals(Optional.of(part))).findFirst();
    }

    /// Says that somebody has seen a problem and it does not count any more, until it changes.
    public void acknowledge(Problem problem) {
        say(problem, Judgement.ACKNOWLEDGED);
    }

    /// Whether there is neither a lab nor a domain to show.
    ReadOnlyBooleanProperty emptyProperty() {
        return empty.getReadOnlyProperty();
    }

    /// Shows the documents' folder; where nothing shows it, a notice says where it is.
    public void openDocuments() {
        Texts texts = model.texts();
        desktop.documents().ifPresent(folder -> model.inBackground(() -> {
            if (!desktop.open(folder)) {
                throw new OperatorException(texts.of("help.documents.unopened", folder));
            }
        }));
    }

    /// Shows the log in the desktop's program for texts; where there is none, a notice says where it is.
    public void openLog() {
        Texts texts = model.texts();
        desktop.log().ifPresentOrElse(log -> model.inBackground(() -> {
            if (!desktop.open(log)) {
                throw new OperatorException(texts.of("help.log.unopened", log));
            }
        }), () -> model.notices().warn(texts.of("help.log.none")));
    }

    Texts texts() {
        return model.texts();
    }

    /// Why no lab can be started or stopped now.
    public Optional<String> whyNotLab() {
        LabState state = stateProperty().get();
        return state == LabState.STARTING || state == LabState.STOPPING
                ? Optional.of(texts().of("status.lab", state))
                : Optional.empty();
    }

    /// Why a scenario cannot be started now.
    public Optional<String> whyNot(Scenario scenario) {
        boolean runs = stateProperty().get() == LabState.RUNNING && scenario == scenarioProperty().get()
                && model.domainProperty().get().isLab();
        return runs ? Optional.of(texts().of("command.why.runs")) : whyNotLab();
    }

    /// Why the lab cannot be stopped now.
    public Optional<String> whyNotStop() {
        LabState state = stateProperty().get();
        return state == LabState.RUNNING ? Optional.empty() : Optional.of(texts().of("status.lab", state));
    }

    /// Starts a scenario, unless it runs already, and brings the lab into view.
    public void start(Scenario scenario) {
        model.view(Domain.lab());
        choose(scenario);
    }

    public void stopLab() {
        model.session().stop();
    }

    /// Starts another scenario in place of the one that runs.
    void choose(Scenario scenario) {
        if (stateProperty().get() != LabState.RUNNING || scenario != scenarioProperty().get()) {
            model.session().start(scenario);
        }
    }

    void startOrStop() {
        if (stateProperty().get() == LabState.RUNNING) {
            model.session().stop();
        } else {
            model.session().start(scenarioProperty().get());
        }
    }

    void dismissNotice() {
        model.notices().dismiss();
    }

    void reveal(Problem problem) {
        problem.cause().ifPresent(model.selection()::reveal);
    }

    private void show(Frame frame) {
        Texts texts = frame.texts();
        LabState state = stateProperty().get();
        summary.set(frame.snapshot().map(snapshot -> summary(snapshot, texts)).orElse(""));
        badge.set(frame.domain() instanceof Domain.Trust trust ? trust.name() : texts.of("app.badge"));
        lab.set(frame.domain().isLab());
        boolean isStarting = state == LabState.STARTING
                || (state == LabState.RUNNING && !frame.hasRoles());
        connection.set(frame.domain().isLab()
                ? texts.of("status.lab", isStarting ? LabState.STARTING : state)
                : connection(frame));
        busy.set(frame.domain().isLab() ? isStarting || state == LabState.STOPPING : isAnyCalled(frame));
        silent.set(!frame.whole().silent().isEmpty());
        losses.set(frame.seen().since().map(since -> texts.of("status.lost", frame.seen().lost(),
                texts.clock(since))).orElse(""));
        notice.set(sentence(model.notices().latestProperty().get()));
        judge(frame);
    }

    private void judge(Frame frame) {
        List<JudgedProblem> all = judgements.judge(frame, Problem.of(frame, model.session()::isEavesdropper));
        List<Problem> open = all.stream().filter(JudgedProblem::isOpen).map(JudgedProblem::problem).toList();
        judged.set(all);
        problems.set(open);
        problemsText.set(problemsText(frame, all, open));
    }

    /// Where nothing is known to be there, nothing can be said to be well.
    private static String problemsText(Frame frame, List<JudgedProblem> all, List<Problem> open) {
        Texts texts = frame.texts();
        if (all.isEmpty() && !frame.hasRoles()) {
            return "";
        }
        String counted = open.isEmpty()
                ? texts.of(isAnyCalled(frame) ? "status.noProblemYet" : "status.noProblem")
                : texts.of("status.problem", texts.of("status.problems", open.size()), open.getFirst().headline());
        return counted + quiet(all, Judgement.EXPECTED, "status.expected", texts)
                + quiet(all, Judgement.ACKNOWLEDGED, "status.acknowledged", texts);
    }

    private static String quiet(List<JudgedProblem> all, Judgement judgement, String key, Texts texts) {
        long count = all.stream().filter(each -> each.judgement() == judgement).count();
        return count == 0 ? "" : " · " + texts.of(key, count);
    }

    /// Whether a node has neither answered nor failed yet.
    private static boolean isAnyCalled(Frame frame) {
        return frame.whole().nodes().stream().anyMatch(node -> !node.isHeard() && !node.isSilent());
    }

    /// The node that has been silent for longest, and how many more there are.
    private static String connection(Frame frame) {
        List<NodeStatus> silent = frame.whole().silent();
        Optional<Staleness> longest = silent.stream()
                .min(Comparator.comparing(node -> node.silentSince().orElseThrow()))
                .flatMap(frame::silence);
        return longest.map(silence -> silent.size() == 1
                ? silence.sentence()
                : frame.texts().of("status.silent.more", silence.sentence(), silent.size() - 1))
                .orElseGet(() -> heard(frame));
    }

    private static String heard(Frame frame) {
        List<NodeStatus> nodes = frame.whole().nodes();
        long heard = nodes.stream().filter(NodeStatus::isHeard).count();
        return heard == nodes.size()
                ? frame.texts().of("status.nodes", nodes.size())
                : frame.texts().of("status.calling", heard, nodes.size());
    }

    private static String summary(NodeSnapshot snapshot, Texts texts) {
        return texts.of("header.summary", snapshot.keyServers().size(), snapshot.contentServers().size(),
                snapshot.clients().size());
    }

    private String sentence(Optional<Notices.Notice> latest) {
        return latest.map(this::sentence).orElse("");
    }

    String sentence(Notices.Notice notice) {
        return switch (notice) {
            case Notices.Notice.Sentence sentence -> sentence.text();
            case Notices.Notice.Coded coded -> model.texts().of(coded.message());
            case Notices.Notice.Fault fault -> model.texts().of("notice.fault", fault.name());
        };
    }
}
