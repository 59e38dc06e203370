package org.kagicast.console.session;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one sentence that the window shows after something went wrong, until it is dismissed or the next one comes.
/// On the console's thread only.
public final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final ReadOnlyObjectWrapper<Optional<Notice>> latest = new ReadOnlyObjectWrapper<>(Optional.empty());

    public ReadOnlyObjectProperty<Optional<Notice>> latestProperty() {
        return latest.getReadOnlyProperty();
    }

    public void dismiss() {
        latest.set(Optional.empty());
    }

    /// Tells a failure: the message of an [OperatorException], anything else as a fault with its name.
    public void tell(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (cause instanceof OperatorException told) {
            latest.set(Optional.of(new Notice.Coded(told.coded())));
        } else {
            LOG.error("A command of the console failed.", cause);
            latest.set(Optional.of(new Notice.Fault(cause.getClass().getSimpleName())));
        }
    }

    /// Tells a sentence.
    void tell(String sentence) {
        latest.set(Optional.of(new Notice.Sentence(sentence)));
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
