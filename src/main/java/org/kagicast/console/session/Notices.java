package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the window tells: what went wrong, and how commands ended. The latest is shown until it is dismissed or the next
/// one comes, a result for 8 seconds at most; the latest 50 can be read again. One that comes again is counted and stands
/// only once. On the console's thread only.
public final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final int MOST = 50;
    private static final Duration RESULT_SHOWN = Duration.ofSeconds(8);

    private final Time time;
    private final Executor console;
    private final ObservableList<Told> history = FXCollections.observableArrayList();
    private final ObservableList<Told> readable = FXCollections.unmodifiableObservableList(history);
    private final ReadOnlyObjectWrapper<Optional<Told>> shown = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Notice>> latest = new ReadOnlyObjectWrapper<>(Optional.empty());

    Notices(Time time, Executor console) {
        this.time = time;
        this.console = console;
        shown.addListener((notice, before, now) -> latest.set(now.map(Told::notice)));
    }

    /// How a command ended, or that it did not.
    public enum Severity {
        RESULT,
        WARNING,
        ERROR
    }

    /// A notice as it was told.
    ///
    /// @param at when it was told last
    /// @param count how often
    public record Told(Notice notice, Severity severity, Instant at, int count) {}

    /// What is shown; empty when nothing is, or it has been dismissed.
    public ReadOnlyObjectProperty<Optional<Told>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// As [#shownProperty()], without when and how often.
    public ReadOnlyObjectProperty<Optional<Notice>> latestProperty() {
        return latest.getReadOnlyProperty();
    }

    /// What was told, dismissed or not, the latest first.
    public ObservableList<Told> history() {
        return readable;
    }

    /// Shows it no more; it can still be read in [#history()].
    public void dismiss() {
        shown.set(Optional.empty());
    }

    /// Tells a failure: the message of an [OperatorException], anything else as a fault with its name.
    public void tell(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof OperatorException told) {
            add(new Notice.Coded(told.coded()), Severity.ERROR);
        } else {
            LOG.error("A command of the console failed.", cause);
            fault(cause);
        }
    }

    /// Tells of a fault that is in the log already.
    void fault(Throwable cause) {
        add(new Notice.Fault(cause.getClass().getSimpleName()), Severity.ERROR);
    }

    /// Tells an error in one sentence.
    public void tell(String sentence) {
        add(new Notice.Sentence(sentence), Severity.ERROR);
    }

    /// Tells in one sentence how a command ended well.
    public void result(String sentence) {
        add(new Notice.Sentence(sentence), Severity.RESULT);
    }

    /// Tells in one sentence that a command ended, but not as well as it might have.
    public void warn(String sentence) {
        add(new Notice.Sentence(sentence), Severity.WARNING);
    }

    private void add(Notice notice, Severity severity) {
        List<Told> former = history.stream()
                .filter(told -> told.notice().equals(notice) && told.severity() == severity).toList();
        history.removeAll(former);
        Told told = new Told(notice, severity, time.now(), former.stream().mapToInt(Told::count).sum() + 1);
        history.addFirst(told);
        if (history.size() > MOST) {
            history.removeLast();
        }
        shown.set(Optional.of(told));
        if (severity == Severity.RESULT) {
            time.after(RESULT_SHOWN, console, () -> shown.get().filter(told::equals).ifPresent(still -> dismiss()));
        }
    }

    /// What went wrong, for a record: the message of an [OperatorException], of anything else the name.
    static CodedMessage message(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof OperatorException told
                ? told.coded()
                : CodedMessage.plain(cause.getClass().getSimpleName());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /// What there is to tell.
    public sealed interface Notice {

        /// A sentence for people.
        record Sentence(String text) implements Notice {}

        /// A message in whatever language the window has.
        record Coded(CodedMessage message) implements Notice {}

        /// A fault inside Kagicast, which the log tells in full.
        record Fault(String name) implements Notice {}
    }
}
