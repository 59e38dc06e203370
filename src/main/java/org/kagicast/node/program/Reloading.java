package org.kagicast.node.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.node.Node;
import org.kagicast.time.Time;

/// Reads a program's settings again and takes over what has changed, when it is told to. What cannot be read is refused as a
/// whole: it is told in the log, and in the status until a reload succeeds, and everything goes on as before. Safe for use
/// by several threads; one reload at a time.
///
/// @param <S> the settings
final class Reloading<S> implements Runnable {

    private final Node node;
    private final Time time;
    private final Supplier<S> reader;
    private final Function<S, Outcome> takeOver;
    private volatile List<CodedMessage> problems = List.of();

    /// What was taken over, and which settings count from the next start on only.
    record Outcome(String done, List<String> atNextStart) {

        Outcome {
            atNextStart = List.copyOf(atNextStart);
        }
    }

    /// @param reader reads the settings as they are now, or throws an [OperatorException]
    /// @param takeOver takes them over, or throws an [OperatorException] and changes nothing
    Reloading(Node node, Time time, Supplier<S> reader, Function<S, Outcome> takeOver) {
        this.node = node;
        this.time = time;
        this.reader = reader;
        this.takeOver = takeOver;
        node.tells(() -> problems);
    }

    /// Reads and takes over. Must not be called on a loop.
    @Override
    public synchronized void run() {
        try {
            Outcome outcome = takeOver.apply(reader.get());
            List<CodedMessage> left = new ArrayList<>();
            if (!outcome.atNextStart().isEmpty()) {
                left.add(NodeMessage.SETTINGS_AT_NEXT_START.with(String.join(", ", outcome.atNextStart())));
            }
            problems = List.copyOf(left);
            tell(NodeEvent.Severity.INFO, CodedMessage.plain("The configuration was read again; "
                    + outcome.done() + "."));
            left.forEach(sentence -> tell(NodeEvent.Severity.WARNING, sentence));
        } catch (OperatorException told) {
            problems = List.of(NodeMessage.RELOAD_REFUSED.with(told.coded()));
            problems.forEach(sentence -> tell(NodeEvent.Severity.ERROR, sentence));
        }
    }

    private void tell(NodeEvent.Severity severity, CodedMessage message) {
        node.events().emit(new NodeEvent.Notice(time.now(), node.name(), severity, message));
    }
}
