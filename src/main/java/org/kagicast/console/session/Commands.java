package org.kagicast.console.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

import org.kagicast.console.nodes.NodeLink;
import org.kagicast.model.OperatorException;
import org.kagicast.node.NodeControl;
import org.kagicast.time.Time;

/// Orders things of nodes; a failure, and an answer that does not come, become a notice. Called on the console's thread.
final class Commands {

    /// A node asks a key server itself, which may take a while.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Time time;
    private final Executor console;
    private final Executor background;
    private final Notices notices;

    Commands(Time time, Executor console, Executor background, Notices notices) {
        this.time = time;
        this.console = console;
        this.background = background;
        this.notices = notices;
    }

    /// @param done is told the answer on the console's thread
    <T> void order(NodeLink link, Function<NodeControl, ? extends CompletableFuture<T>> order, Consumer<T> done) {
        background.execute(() -> {
            CompletableFuture<T> answer = order.apply(link.node());
            Time.Scheduled limit = time.after(PATIENCE, background, () -> answer.completeExceptionally(
                    new OperatorException("The node " + link.status().name()
                            + " has not answered the command: look whether it took effect before repeating it.")));
            try {
                T given = answer.join();
                console.execute(() -> done.accept(given));
            } catch (OperatorException | CompletionException refused) {
                console.execute(() -> notices.tell(refused));
            } finally {
                limit.cancel();
            }
        });
    }
}
