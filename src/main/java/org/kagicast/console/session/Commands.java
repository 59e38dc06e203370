package org.kagicast.console.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kagicast.console.nodes.NodeLink;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.node.NodeControl;
import org.kagicast.time.Time;

/// Orders things of nodes; a failure, and an answer that does not come, become a notice. The same thing ordered twice
/// within a moment, or before the first has been answered, is ordered once: nobody means the second press of a double
/// click. Called on the console's thread.
final class Commands {

    /// A node asks a key server itself, which may take a while.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Time time;
    private final Executor console;
    private final Executor background;
    private final Notices notices;
    private final Map<Object, Last> last = new HashMap<>();

    Commands(Time time, Executor console, Executor background, Notices notices) {
        this.time = time;
        this.console = console;
        this.background = background;
        this.notices = notices;
    }

    /// The last order about something.
    private record Last(Object command, long at, boolean isAnswered) {}

    /// Whether the last order about the same thing was the same, too, and not longer ago than a moment.
    boolean isRepeated(Object about, Object command) {
        last.values().removeIf(each -> each.isAnswered && time.nanos() - each.at >= MOMENT.toNanos());
        Last before = last.get(about);
        return before != null && before.command.equals(command);
    }

    /// @param about what the command is about
    /// @param done is told the answer on the console's thread
    <T> void order(NodeLink link, Object about, Object command, Function<NodeControl, CompletableFuture<T>> order,
            Consumer<T> done) {
        Last ordered = new Last(command, time.nanos(), false);
        last.put(about, ordered);
        background.execute(() -> {
            CompletableFuture<T> answer = order.apply(link.node());
            Time.Scheduled limit = time.after(PATIENCE, background, () -> answer.completeExceptionally(
                    new OperatorException(NodeMessage.COMMAND_UNANSWERED.with(link.status().name()))));
            try {
                T given = answer.join();
                console.execute(() -> done.accept(given));
            } catch (OperatorException | CompletionException refused) {
                console.execute(() -> notices.tell(refused));
            } finally {
                limit.cancel();
                console.execute(() -> last.replace(about, ordered, new Last(command, ordered.at, true)));
            }
        });
    }
}
