package org.kagicast.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.kagicast.console.connect.NodesView;
import org.kagicast.console.connect.NodesViewModel;
import org.kagicast.console.events.EventLogs;
import org.kagicast.console.events.EventsView;
import org.kagicast.console.events.EventsViewModel;
import org.kagicast.console.keycommands.KeyCommandsBar;
import org.kagicast.console.keycommands.KeyCommandsViewModel;
import org.kagicast.console.keytables.KeyTablesView;
import org.kagicast.console.keytables.KeyTablesViewModel;
import org.kagicast.console.live.LiveView;
import org.kagicast.console.live.LiveViewModel;
import org.kagicast.console.members.MemberActions;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.shell.ShellView;
import org.kagicast.console.shell.ShellViewModel;
import org.kagicast.console.shell.Shortcuts;
import org.kagicast.console.start.StartView;
import org.kagicast.console.start.StartViewModel;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timebar.TimeBar;
import org.kagicast.console.timebar.TimeBarViewModel;
import org.kagicast.console.view.Desktop;
import org.kagicast.console.view.ZoomPane;

/// All that the window shows: the shell and its screens, in the present theme and language. On the JavaFX thread only.
public final class ConsoleScene {

    /// How much larger all is when it is shown to a room.
    private static final double PRESENTED = 1.4;
    /// What the views need.
    private static final double LEAST_WIDTH = 950;
    private static final double LEAST_HEIGHT = 560;

    private static final PseudoClass PAST = PseudoClass.getPseudoClass("past");

    private final ConsoleModel model;
    private final ShellViewModel shell;
    private final KeyCommandsViewModel keyCommands;
    private final LiveViewModel live;
    private final KeyTablesViewModel keyTables;
    private final EventsViewModel events;
    private final TimeBarViewModel time;
    private final NodesViewModel nodes;
    private final StartViewModel start;
    private final Desktop desktop;
    private final ZoomPane root = new ZoomPane(LEAST_WIDTH, LEAST_HEIGHT);
    private final Scene scene;
    private Subscription views = Subscription.EMPTY;

    /// @param usualIdentity folder of the operator's identity, unless the person names another
    public ConsoleScene(ConsoleModel model, Theme theme, Path usualIdentity, Desktop desktop) {
        this.model = model;
        this.shell = new ShellViewModel(model, theme, desktop);
        this.keyCommands = new KeyCommandsViewModel(model);
        this.live = new LiveViewModel(model);
        this.keyTables = new KeyTablesViewModel(model);
        EventLogs logs = new EventLogs(model);
        this.events = new EventsViewModel(model, logs,
                part -> shell.problemOf(part).map(problem -> () -> shell.acknowledge(problem)));
        this.time = new TimeBarViewModel(model, logs);
        this.nodes = new NodesViewModel(model, usualIdentity);
        this.start = new StartViewModel(model, nodes);
        this.desktop = desktop;
        this.scene = new Scene(root);
        root.getStyleClass().add("console");
        scene.getStylesheets().add(css("console"));
        keyTables.seenProperty().bind(shell.screenProperty().isEqualTo(Screen.KEY_TABLES));
        root.zoomProperty().bind(shell.presentingProperty()
                .flatMap(presenting -> shell.zoomProperty()
                        .map(zoom -> zoom.doubleValue() * (presenting ? PRESENTED : 1))));
        shell.themeProperty().subscribe(this::wear);
        Platform.getPreferences().colorSchemeProperty().subscribe(scheme -> wear(shell.themeProperty().get()));
        shell.languageProperty().subscribe(language -> speak());
        addAccelerators();
        time.pausedProperty().subscribe(paused -> root.pseudoClassStateChanged(PAST, paused.isPresent()));
        scene.addEventHandler(KeyEvent.KEY_PRESSED, this::pauseBySpace);
    }

    /// Where no control takes it.
    private void pauseBySpace(KeyEvent pressed) {
        boolean isPlain = !pressed.isShortcutDown() && !pressed.isShiftDown() && !pressed.isAltDown();
        if (pressed.getCode() == KeyCode.SPACE && isPlain && !(scene.getFocusOwner() instanceof TextInputControl)) {
            time.toggle();
            pressed.consume();
        }
    }

    public Scene scene() {
        return scene;
    }

    public ShellViewModel shell() {
        return shell;
    }

    /// For the whole application, since popups have scenes of their own.
    private void wear(Theme theme) {
        boolean isDark = theme == Theme.DARK
                || (theme == Theme.SYSTEM && Platform.getPreferences().getColorScheme() == ColorScheme.DARK);
        Application.setUserAgentStylesheet(css(isDark ? "dark" : "light"));
        root.getStyleClass().removeAll("light", "dark");
        root.getStyleClass().add(isDark ? "dark" : "light");
    }

    /// Builds the views anew in the present language; the view models stay as they are.
    private void speak() {
        views.unsubscribe();
        Texts texts = model.texts();
        List<Subscription> closing = new ArrayList<>();
        Map<Screen, Parent> screens = new EnumMap<>(Screen.class);
        screens.put(Screen.LIVE, screen(() -> {
            LiveView view = new LiveView(live, new MemberActions(model, texts), texts);
            closing.add(view::close);
            return view.node();
        }));
        screens.put(Screen.KEY_TABLES, screen(() -> {
            KeyTablesView view = new KeyTablesView(keyTables, desktop, texts);
            closing.add(view::close);
            return view.node();
        }));
        screens.put(Screen.EVENTS, screen(() -> {
            EventsView view = new EventsView(events, desktop, texts);
            closing.add(view::close);
            return view.node();
        }));
        NodesView nodesView = new NodesView(nodes, desktop, texts);
        KeyCommandsBar bar = new KeyCommandsBar(keyCommands, texts);
        TimeBar timeBar = new TimeBar(time, shell.presentingProperty().map(presenting -> !presenting), texts);
        StartView startView = new StartView(start, this::showShortcuts, shell::openDocuments,
                desktop.documents().isPresent(), texts);
        ShellView shellView = new ShellView(shell, bar.node(), timeBar.node(), screens, startView.node(), nodesView,
                texts);
        root.show(shellView.node());
        closing.add(bar::close);
        closing.add(timeBar::close);
        closing.add(startView::close);
        closing.add(shellView::close);
        closing.add(nodesView::close);
        views = Subscription.combine(closing.toArray(Subscription[]::new));
    }

    /// One that cannot be made says so in its place, and the others are there.
    private Parent screen(Supplier<Parent> make) {
        try {
            return make.get();
        } catch (RuntimeException fault) {
            model.faults().tell(fault);
            Label sentence = new Label(model.texts().of("screen.failed", fault.getClass().getSimpleName()));
            sentence.setWrapText(true);
            return new StackPane(sentence);
        }
    }

    private void addAccelerators() {
        Map<String, Runnable> commands = new HashMap<>();
        Shortcuts.COMMANDS.forEach((keys, command) -> commands.put(keys, () -> keyCommands.order(command)));
        commands.put("Shortcut+K", nodes::ask);
        commands.put("F8", () -> shell.newsOpenProperty().set(true));
        commands.put("Shortcut+1", () -> shell.screenProperty().set(Screen.LIVE));
        commands.put("Shortcut+2", () -> shell.screenProperty().set(Screen.KEY_TABLES));
        commands.put("Shortcut+3", () -> shell.screenProperty().set(Screen.EVENTS));
        commands.put("Shortcut+Space", time::toggle);
        commands.put("Alt+Left", () -> time.stepToEvent(-1));
        commands.put("Alt+Right", () -> time.stepToEvent(1));
        commands.put("Shortcut+Plus", shell::larger);
        commands.put("Shortcut+Equals", shell::larger);
        commands.put("Shortcut+Add", shell::larger);
        commands.put("Shortcut+Minus", shell::smaller);
        commands.put("Shortcut+Subtract", shell::smaller);
        commands.put("Shortcut+0", shell::usualSize);
        commands.put("F1", this::showShortcuts);
        commands.put("F5", shell::togglePresenting);
        commands.put("F11", shell::toggleFullScreen);
        commands.forEach((keys, command) -> scene.getAccelerators().put(KeyCombination.valueOf(keys), command));
    }

    private void showShortcuts() {
        Shortcuts.show(root, model.texts());
    }

    private static String css(String name) {
        return Objects.requireNonNull(ConsoleScene.class.getResource("/css/" + name + ".css"), name)
                .toExternalForm();
    }
}
