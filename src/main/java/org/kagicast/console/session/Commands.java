package org.kagicast.console.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.kagicast.console.nodes.NodeLink;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.NodeMessage;
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

    void order(NodeLink link, Function<NodeControl, CompletableFuture<?>> order) {
        background.execute(() -> {
            CompletableFuture<?> answer = order.apply(link.node());
            Time.Scheduled limit = time.after(PATIENCE, background, () -> answer.completeExceptionally(
                    new OperatorException(NodeMessage.COMMAND_UNANSWERED.with(link.status().name()))));
            try {
                answer.join();
            } catch (OperatorException | CompletionException refused) {
                console.execute(() -> notices.tell(refused));
            } finally {
                limit.cancel();
            }
        });
    }
}
