package org.kagicast.console.shell;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.LabState;
import org.kagicast.console.session.Notices;
import org.kagicast.console.session.Staleness;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeSnapshot;

/// The window around the screens. On the console's thread only.
public final class ShellViewModel {

    private final ConsoleModel model;
    private final ObjectProperty<Screen> screen = new SimpleObjectProperty<>(Screen.LIVE);
    private final ObjectProperty<Theme> theme;
    private final ObjectProperty<Language> language;
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper connection = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper badge = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper lab = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyBooleanWrapper silent = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper losses = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<Problem>> problems = new ReadOnlyObjectWrapper<>(List.of());

    public ShellViewModel(ConsoleModel model, Theme theme) {
        this.model = model;
        this.theme = new SimpleObjectProperty<>(theme);
        this.language = new SimpleObjectProperty<>(model.texts().language());
        language.addListener((spoken, before, now) -> model.speak(now));
        model.notices().latestProperty().addListener((latest, before, now) -> notice.set(sentence(now)));
        model.selection().revealedProperty().addListener(
                (revealed, before, now) -> now.ifPresent(target -> screen.set(Screen.LIVE)));
        model.show(this::show);
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

    ReadOnlyObjectProperty<List<Problem>> problemsProperty() {
        return problems.getReadOnlyProperty();
    }

    Texts texts() {
        return model.texts();
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
        model.selection().reveal(problem.cause());
    }

    private void show(Frame frame) {
        Texts texts = frame.texts();
        LabState state = stateProperty().get();
        summary.set(frame.snapshot().map(snapshot -> summary(snapshot, texts)).orElse(""));
        badge.set(frame.domain() instanceof Domain.Trust trust ? trust.name() : texts.of("app.badge"));
        lab.set(frame.domain().isLab());
        connection.set(frame.domain().isLab() ? texts.of("status.lab", state) : connection(frame));
        silent.set(!frame.whole().silent().isEmpty());
        losses.set(frame.seen().since().map(since -> texts.of("status.lost", frame.seen().lost(),
                texts.clock(since))).orElse(""));
        notice.set(sentence(model.notices().latestProperty().get()));
        problems.set(Problem.of(frame));
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
                .orElseGet(() -> frame.texts().of("status.nodes", frame.whole().nodes().size()));
    }

    private static String summary(NodeSnapshot snapshot, Texts texts) {
        return texts.of("header.summary", snapshot.keyServers().size(), snapshot.contentServers().size(),
                snapshot.clients().size());
    }

    private String sentence(Optional<Notices.Notice> latest) {
        return latest.map(told -> switch (told) {
            case Notices.Notice.Sentence sentence -> sentence.text();
            case Notices.Notice.Coded coded -> model.texts().of(coded.message());
            case Notices.Notice.Fault fault -> model.texts().of("notice.fault", fault.name());
        }).orElse("");
    }
}
