package org.kagicast.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/// JavaFX, which starts once in a process. That takes a while and can be begun before it is known what to show. Safe for
/// use by several threads.
public final class Toolkit {

    private static final AtomicReference<@Nullable CompletableFuture<Void>> BEGUN = new AtomicReference<>();

    private Toolkit() {
    }

    /// Begins to start, if there is a display, and returns at once. Who calls this calls [#end] in the end.
    public static void begin() {
        if (Display.isNamed(System.getProperty("os.name", ""), System.getProperty("glass.platform", ""),
                System.getenv())) {
            var _ = begun();
        }
    }

    /// Has work done on the JavaFX thread once that runs. A toolkit that did not start is not to be ended: that would wait
    /// for ever.
    ///
    /// @throws RuntimeException or an error if the toolkit cannot start
    static void start(Runnable open) {
        try {
            begun().join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw failed;
            }
        }
        Platform.setImplicitExit(false);
        Platform.runLater(open);
    }

    /// Ends what has begun, and waits for it to have started before. Twice is harmless.
    public static void end() {
        CompletableFuture<Void> begun = BEGUN.get();
        if (begun != null && !begun.handle((nothing, fault) -> fault != null).join()) {
            Platform.exit();
        }
    }

    private static CompletableFuture<Void> begun() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> first = BEGUN.compareAndExchange(null, mine);
        if (first != null) {
            return first;
        }
        Thread.ofPlatform().daemon().name("kagicast-toolkit").start(() -> {
            try {
                Platform.startup(() -> mine.complete(null));
            } catch (RuntimeException | Error failed) {
                mine.completeExceptionally(failed);
            }
        });
        return mine;
    }
}
