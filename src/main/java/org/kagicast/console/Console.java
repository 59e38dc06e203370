package org.kagicast.console;

import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.settings.ConsoleSettings;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.settings.SettingsFile;
import org.kagicast.console.settings.SettingsKeeper;
import org.kagicast.lab.Scenario;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The console as a program: opens the window and stays until it is closed.
public final class Console {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    /// What a beginner begins with.
    private static final Scenario USUAL = Scenario.THIRD;
    private static final int LONGEST_STOP_SECONDS = 8;

    private final ConsoleSetup setup;
    private final SettingsFile settings;
    private final CompletableFuture<Open> closed = new CompletableFuture<>();
    private volatile @Nullable ConsoleModel model;

    private Console(ConsoleSetup setup) {
        this.setup = setup;
        this.settings = new SettingsFile(setup.settings());
    }

    /// What is to be ended in order.
    private record Open(ConsoleModel console, SettingsKeeper settings) {}

    /// Opens the console and returns when its window has been closed and the lab has stopped. Once in a process, since
    /// the toolkit starts only once.
    ///
    /// @throws OperatorException if there is no display, or no GTK on Linux
    public static void launch(ConsoleSetup setup) {
        new Console(setup).run();
    }

    private void run() {
        Display.require(System.getProperty("os.name", ""), System.getProperty("glass.platform", ""), System.getenv());
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> LOG.error("A thread has ended.", fault));
        try (LogFile log = new LogFile(setup.log(), this::troubled)) {
            log.open();
            hold();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }

    /// The file cannot tell that itself: standard error does, and the window if there is one yet.
    private void troubled(String sentence) {
        LOG.warn(sentence);
        ConsoleModel opened = model;
        if (opened != null) {
            Platform.runLater(() -> opened.notices().warn(sentence));
        }
    }

    private void hold() {
        ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
        start(() -> open(background));
        try {
            stop(closed.join());
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        } finally {
            background.shutdownNow();
            Platform.exit();
        }
    }

    /// A toolkit that did not start must not be ended: that would wait for ever.
    private void start(Runnable open) {
        try {
            Toolkit.start(open);
        } catch (RuntimeException | UnsatisfiedLinkError noDisplay) {
            throw new OperatorException(Display.CURE, noDisplay);
        }
    }

    private void open(ExecutorService background) {
        try {
            ConsoleSettings remembered = settings.load();
            Scenario scenario = setup.scenario().or(remembered::scenario).orElse(USUAL);
            ConsoleModel opened = new ConsoleModel(setup.starter(), setup.dialer(), scenario, remembered.language(),
                    setup.time(), ZoneId.systemDefault(), Platform::runLater, background,
                    new Preferences(remembered.remembered()));
            if (setup.isNamed()) {
                opened.remotes().know(remembered.nodes());
            }
            // Of listeners and of work for later: what a part of the window does wrong.
            Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> opened.faults().tell(fault));
            ConsoleWindow window = new ConsoleWindow(new Stage(), opened, setup, remembered);
            SettingsKeeper keeper = new SettingsKeeper(settings, window::settings, setup.time(), Platform::runLater,
                    background);
            window.onClosed(keeper::close, () -> closed.complete(new Open(opened, keeper)));
            window.show();
            begin(opened, remembered, scenario);
            model = opened;
            window.onChange(keeper::changed);
        } catch (RuntimeException | Error failure) {
            closed.completeExceptionally(failure);
        }
    }

    /// What was named, or else what was open last. Named nodes come into view.
    private void begin(ConsoleModel open, ConsoleSettings remembered, Scenario scenario) {
        if (setup.isNamed() ? setup.scenario().isPresent() : remembered.labOpen()) {
            open.session().start(scenario);
        }
        if (setup.isNamed()) {
            setup.nodes().forEach(node -> open.remotes().open(node,
                    domain -> view(open, domain, node.equals(setup.nodes().getFirst()))));
        } else {
            remembered.nodes().forEach(node -> open.remotes().open(node,
                    domain -> view(open, domain, remembered.domain().equals(Optional.of(domain.name())))));
        }
    }

    private static void view(ConsoleModel open, Domain.Trust domain, boolean wanted) {
        if (wanted) {
            open.view(domain);
        }
    }

    /// Windows are gone by now; a lab that does not stop in time ends with the process.
    private void stop(Open open) {
        open.settings.write();
        CountDownLatch ended = new CountDownLatch(1);
        Platform.runLater(() -> open.console.end(ended::countDown));
        try {
            if (!ended.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The lab has not stopped within {} s, so it ends with the process.", LONGEST_STOP_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
