package org.kagicast.console;

import javafx.scene.control.Label;
import java.util.function.Supplier;
import java.util.List;
import java.util.ArrayList;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.kagicast.console.connect.NodesView;
import org.kagicast.console.connect.NodesViewModel;
import org.kagicast.console.keytables.KeyTablesView;
import org.kagicast.console.keytables.KeyTablesViewModel;
import org.kagicast.console.live.LiveView;
import org.kagicast.console.live.LiveViewModel;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.RekeyViewModel;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.shell.ShellView;
import org.kagicast.console.shell.ShellViewModel;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Desktop;

/// All that the window shows: the shell and its screens, in the present theme and language. On the JavaFX thread only.
public final class ConsoleScene {

    private final ConsoleModel model;
    private final ShellViewModel shell;
    private final RekeyViewModel rekey;
    private final LiveViewModel live;
    private final KeyTablesViewModel keyTables;
    private final NodesViewModel nodes;
    private final Desktop desktop;
    private final StackPane root = new StackPane();
    private final Scene scene;
    private Subscription views = Subscription.EMPTY;

    /// @param usualIdentity folder of the operator's identity, unless the person names another
    public ConsoleScene(ConsoleModel model, Theme theme, Path usualIdentity, Desktop desktop) {
        this.model = model;
        this.shell = new ShellViewModel(model, theme, desktop);
        this.rekey = new RekeyViewModel(model);
        this.live = new LiveViewModel(model);
        this.keyTables = new KeyTablesViewModel(model);
        this.nodes = new NodesViewModel(model, usualIdentity);
        this.desktop = desktop;
        this.scene = new Scene(root);
        root.getStyleClass().add("console");
        scene.getStylesheets().add(css("console"));
        keyTables.seenProperty().bind(shell.screenProperty().isEqualTo(Screen.KEY_TABLES));
        shell.themeProperty().subscribe(this::wear);
        shell.languageProperty().subscribe(language -> speak());
        addAccelerators();
    }

    public Scene scene() {
        return scene;
    }

    public ShellViewModel shell() {
        return shell;
    }

    /// For the whole application, since popups have scenes of their own.
    private void wear(Theme theme) {
        Application.setUserAgentStylesheet(css(theme == Theme.LIGHT ? "light" : "dark"));
        root.getStyleClass().removeAll("light", "dark");
        root.getStyleClass().add(theme == Theme.LIGHT ? "light" : "dark");
    }

    /// Builds the views anew in the present language; the view models stay as they are.
    private void speak() {
        views.unsubscribe();
        Texts texts = model.texts();
        List<Subscription> closing = new ArrayList<>();
        Map<Screen, Parent> screens = new EnumMap<>(Screen.class);
        screens.put(Screen.LIVE, screen(() -> {
            LiveView view = new LiveView(live, nodes::ask, texts);
            closing.add(view::close);
            return view.node();
        }));
        screens.put(Screen.KEY_TABLES, screen(() -> {
            KeyTablesView view = new KeyTablesView(keyTables, desktop, texts);
            closing.add(view::close);
            return view.node();
        }));
        NodesView nodesView = new NodesView(nodes, desktop, texts);
        ShellView shellView = new ShellView(shell, rekey, screens, nodesView, texts);
        root.getChildren().setAll(shellView.node());
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
        Map<String, Runnable> commands = Map.of("Shortcut+N", rekey::announce, "Shortcut+Shift+N", rekey::changeNow,
                "Shortcut+Enter", rekey::switchNow, "Shortcut+Back_Space", rekey::cancel, "Shortcut+H", rekey::hold,
                "Shortcut+K", nodes::ask, "F8", () -> shell.newsOpenProperty().set(true),
                "Shortcut+1",
                () -> shell.screenProperty().set(Screen.LIVE), "Shortcut+2",
                () -> shell.screenProperty().set(Screen.KEY_TABLES));
        commands.forEach((keys, command) -> scene.getAccelerators().put(KeyCombination.valueOf(keys), command));
    }

    private static String css(String name) {
        return Objects.requireNonNull(ConsoleScene.class.getResource("/css/" + name + ".css"), name)
                .toExternalForm();
    }
}
