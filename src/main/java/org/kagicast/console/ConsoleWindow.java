package org.kagicast.console;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.LabState;
import org.kagicast.console.settings.ConsoleSettings;
import org.kagicast.console.settings.WindowBounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The window on the screen, where it stood last.
final class ConsoleWindow {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleWindow.class);

    private static final double USUAL_WIDTH = 1440;
    private static final double USUAL_HEIGHT = 900;
    private static final double LEAST_WIDTH = 960;
    private static final double LEAST_HEIGHT = 600;

    private final Stage stage;
    private final ConsoleModel model;
    private final ConsoleScene scene;
    private Optional<WindowBounds> unmaximized;

    ConsoleWindow(Stage stage, ConsoleModel model, ConsoleSetup setup, ConsoleSettings remembered) {
        this.stage = stage;
        this.model = model;
        this.scene = new ConsoleScene(model, remembered.theme(), setup.usualIdentity(),
                new WindowDesktop(stage, setup.log()));
        this.unmaximized = remembered.window().filter(ConsoleWindow::isOnScreen);
        stage.setScene(scene.scene());
        stage.getIcons().add(new Image(Objects.requireNonNull(ConsoleWindow.class.getResource("icon.png")).toString()));
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        scene.shell().languageProperty().subscribe(spoken -> stage.setTitle(model.texts().of("app.title")));
        stage.setFullScreenExitHint("");
        scene.shell().fullScreenProperty().subscribe(stage::setFullScreen);
        stage.fullScreenProperty().subscribe(full -> {
            scene.shell().fullScreenProperty().set(full);
            if (!full) {
                scene.shell().presentingProperty().set(false);
            }
        });
        place();
    }

    void show() {
        stage.show();
        // For who waits for it, and for a log that tells where the time went.
        Platform.runLater(() -> LOG.info("The window is open."));
    }

    /// Tells when the window is closed, while it still shows what is to be remembered of it.
    ///
    /// @param closing runs first
    /// @param closed runs when nothing of it is to be seen any more. Every other window, such as a popup, is hidden first,
    ///        since the toolkit must not end while one shows.
    void onClosed(Runnable closing, Runnable closed) {
        stage.setOnCloseRequest(request -> {
            closing.run();
            Window.getWindows().stream().filter(window -> !window.equals(stage)).toList().forEach(Window::hide);
            stage.hide();
            closed.run();
        });
    }

    /// Tells whenever what [#settings] says may be something else.
    void onChange(Runnable listener) {
        Stream.of(stage.xProperty(), stage.yProperty(), stage.widthProperty(), stage.heightProperty(),
                stage.maximizedProperty(), scene.shell().themeProperty(), scene.shell().languageProperty(),
                model.session().scenarioProperty(), model.session().stateProperty(), model.domainProperty())
                .forEach(property -> property.subscribe(listener));
        model.remotes().onChange(listener);
        model.preferences().onChange(listener);
    }

    /// What is to be remembered now. A lab that is about to run counts as one that does.
    ConsoleSettings settings() {
        LabState lab = model.session().stateProperty().get();
        return new ConsoleSettings(window(),
                scene.shell().themeProperty().get(), scene.shell().languageProperty().get(),
                Optional.of(model.session().scenarioProperty().get()),
                lab == LabState.RUNNING || lab == LabState.STARTING, model.remotes().destinations(),
                model.domainProperty().get() instanceof Domain.Trust trust
                        ? Optional.of(trust.name())
                        : Optional.empty(),
                model.preferences().all());
    }

    /// An icon has no place, and a maximized window comes back where it stood before.
    private Optional<WindowBounds> window() {
        boolean maximized = stage.isMaximized();
        WindowBounds present = new WindowBounds(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(),
                maximized);
        if (!maximized && !stage.isIconified() && present.isSane()) {
            unmaximized = Optional.of(present);
        }
        return unmaximized
                .map(place -> new WindowBounds(place.x(), place.y(), place.width(), place.height(), maximized))
                .or(() -> Optional.of(present).filter(WindowBounds::isSane));
    }

    private void place() {
        unmaximized.ifPresentOrElse(bounds -> {
            stage.setX(bounds.x());
            stage.setY(bounds.y());
            stage.setWidth(bounds.width());
            stage.setHeight(bounds.height());
            stage.setMaximized(bounds.maximized());
        }, () -> {
            Rectangle2D screen = Screen.getPrimary().getVisualBounds();
            stage.setWidth(Math.min(USUAL_WIDTH, screen.getWidth()));
            stage.setHeight(Math.min(USUAL_HEIGHT, screen.getHeight()));
        });
    }

    /// A screen may have been unplugged since.
    private static boolean isOnScreen(WindowBounds bounds) {
        return !Screen.getScreensForRectangle(bounds.x() + bounds.width() / 4, bounds.y() + 10, bounds.width() / 2, 30)
                .isEmpty();
    }
}
