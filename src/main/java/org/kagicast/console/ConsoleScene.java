package org.kagicast.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
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
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.kagicast.console.commands.Shortcuts;
import org.kagicast.console.commands.WindowCommand;
import org.kagicast.console.commands.WindowCommands;
import org.kagicast.console.connect.NodesView;
import org.kagicast.console.connect.NodesViewModel;
import org.kagicast.console.events.EventLogs;
import org.kagicast.console.events.EventsView;
import org.kagicast.console.events.EventsViewModel;
import org.kagicast.console.keycommands.KeyCommand;
import org.kagicast.console.keycommands.KeyCommandsBar;
import org.kagicast.console.keycommands.KeyCommandsViewModel;
import org.kagicast.console.keytables.KeyTablesView;
import org.kagicast.console.keytables.KeyTablesViewModel;
import org.kagicast.console.live.LiveView;
import org.kagicast.console.live.LiveViewModel;
import org.kagicast.console.live.Lower;
import org.kagicast.console.members.MemberActions;
import org.kagicast.console.palette.CommandEntries;
import org.kagicast.console.palette.CounterEntries;
import org.kagicast.console.palette.GoEntries;
import org.kagicast.console.palette.KeyEntries;
import org.kagicast.console.palette.LabEntries;
import org.kagicast.console.palette.MemberEntries;
import org.kagicast.console.palette.PaletteLayer;
import org.kagicast.console.palette.PaletteViewModel;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.shell.ShellView;
import org.kagicast.console.shell.ShellViewModel;
import org.kagicast.console.start.StartLayer;
import org.kagicast.console.start.StartViewModel;
import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timebar.TimeBar;
import org.kagicast.console.timebar.TimeBarViewModel;
import org.kagicast.console.view.Desktop;
import org.kagicast.console.view.ZoomPane;
import org.kagicast.model.KeyId;

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
    private final WindowCommands commands = new WindowCommands();
    private final PaletteViewModel palette;
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
        this.palette = palette();
        prepareCommands();
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
        StartLayer startLayer = new StartLayer(start, commands, texts);
        ShellView shellView = new ShellView(shell, commands, bar.node(), timeBar.node(), screens, startLayer.node(),
                nodesView, texts);
        PaletteLayer paletteLayer = new PaletteLayer(palette, texts);
        root.show(shellView.node(), paletteLayer.node());
        commands.does(WindowCommand.ANNOUNCE_ALL, bar::announceAll, keyCommands::whyNotAll);
        commands.does(WindowCommand.CHANGE_ALL_NOW, bar::changeAllNow, keyCommands::whyNotAll);
        closing.add(bar::close);
        closing.add(timeBar::close);
        closing.add(startLayer::close);
        closing.add(shellView::close);
        closing.add(paletteLayer::close);
        closing.add(nodesView::close);
        // Those that are made later too.
        views = () -> closing.forEach(Subscription::unsubscribe);
    }

    private Parent screen(Supplier<Parent> make) {
        return new ScreenLayer(() -> made(make)).node();
    }

    /// One that cannot be made says so in its place, and the others are there.
    private Parent made(Supplier<Parent> make) {
        try {
            return make.get();
        } catch (RuntimeException fault) {
            model.faults().tell(fault);
            Label sentence = new Label(model.texts().of("screen.failed", fault.getClass().getSimpleName()));
            sentence.setWrapText(true);
            return new StackPane(sentence);
        }
    }

    private void prepareCommands() {
        commands.does(WindowCommand.LIVE, () -> shell.screenProperty().set(Screen.LIVE));
        commands.does(WindowCommand.KEY_TABLES, () -> shell.screenProperty().set(Screen.KEY_TABLES));
        commands.does(WindowCommand.EVENTS, () -> shell.screenProperty().set(Screen.EVENTS));
        commands.does(WindowCommand.SEARCH, palette::toggle);
        commands.does(WindowCommand.NEWS, () -> shell.newsOpenProperty().set(true));
        commands.does(WindowCommand.CONNECT, nodes::ask);
        commands.does(WindowCommand.PAUSE, time::toggle);
        commands.does(WindowCommand.EVENT_BEFORE, () -> time.stepToEvent(-1));
        commands.does(WindowCommand.EVENT_AFTER, () -> time.stepToEvent(1));
        commands.does(WindowCommand.FOLD_LANES, () -> onLive(() -> live.lanes().foldAll(true)));
        commands.does(WindowCommand.OPEN_LANES, () -> onLive(() -> live.lanes().foldAll(false)));
        commands.does(WindowCommand.PICTURES, () -> onLive(() -> live.toggle(Lower.PICTURES)), live::whyNoPictures);
        commands.does(WindowCommand.MATRIX, () -> onLive(() -> live.toggle(Lower.MATRIX)));
        commands.does(WindowCommand.RESET_COUNTERS, live.lanes()::resetAllCounters, live.lanes()::whyNoReset);
        commands.does(WindowCommand.STOP_LAB, shell::stopLab, shell::whyNotStop);
        commands.does(WindowCommand.ADD_CONTENT_SERVER, live.lanes()::addContentServer, live.lanes()::whyUnchangeable);
        commands.does(WindowCommand.LIGHT, () -> shell.themeProperty().set(Theme.LIGHT));
        commands.does(WindowCommand.DARK, () -> shell.themeProperty().set(Theme.DARK));
        commands.does(WindowCommand.SYSTEM, () -> shell.themeProperty().set(Theme.SYSTEM));
        commands.does(WindowCommand.ENGLISH, () -> shell.languageProperty().set(Language.ENGLISH));
        commands.does(WindowCommand.JAPANESE, () -> shell.languageProperty().set(Language.JAPANESE));
        commands.does(WindowCommand.LARGER, shell::larger);
        commands.does(WindowCommand.SMALLER, shell::smaller);
        commands.does(WindowCommand.USUAL_SIZE, shell::usualSize);
        commands.does(WindowCommand.FULL_SCREEN, shell::toggleFullScreen);
        commands.does(WindowCommand.PRESENT, shell::togglePresenting);
        commands.does(WindowCommand.SHORTCUTS, () -> Shortcuts.show(root, model.texts()));
        if (desktop.documents().isPresent()) {
            commands.does(WindowCommand.DOCUMENTS, shell::openDocuments);
        }
        commands.does(WindowCommand.LOG, shell::openLog);
    }

    private void onLive(Runnable run) {
        shell.screenProperty().set(Screen.LIVE);
        run.run();
    }

    private void addAccelerators() {
        for (KeyCommand command : KeyCommand.values()) {
            scene.getAccelerators().put(Shortcuts.of(command), () -> keyCommands.order(command));
        }
        for (WindowCommand command : WindowCommand.values()) {
            command.keys().forEach(keys -> scene.getAccelerators().put(keys, () -> commands.run(command)));
        }
    }

    private PaletteViewModel palette() {
        return new PaletteViewModel(List.of(new CommandEntries(commands, model),
                new GoEntries(model, nodes::ask, this::showKey), new LabEntries(model, shell, live.lanes()),
                new KeyEntries(keyCommands, model), new CounterEntries(model, live.lanes()),
                new MemberEntries(model, live.lanes(), () -> scene.lookup("#search"))));
    }

    private void showKey(KeyId key) {
        shell.screenProperty().set(Screen.KEY_TABLES);
        keyTables.filterProperty().set(key.toString());
    }

    private static String css(String name) {
        return Objects.requireNonNull(ConsoleScene.class.getResource("/css/" + name + ".css"), name)
                .toExternalForm();
    }
}
